import { splitMatches } from './split-matches.ts'

/** A text with the words of the search marked. */
export function HighlightedText({ text, query }: { text: string; query: string }) {
  if (query === '') return text
  let offset = 0
  return splitMatches(text, query).map((part) => {
    const key = offset
    offset += part.text.length
    return part.matched ? <mark key={key}>{part.text}</mark> : part.text
  })
}
