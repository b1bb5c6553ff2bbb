import { splitMatches } from './split-matches.ts'

/** A text with the words of a search marked. */
export function HighlightedText({ text, words }: { text: string; words: readonly string[] }) {
  let offset = 0
  return splitMatches(text, words).map((part) => {
    const key = offset
    offset += part.text.length
    return part.matched ? <mark key={key}>{part.text}</mark> : part.text
  })
}
