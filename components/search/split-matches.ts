/** Finds the words of a search in a text, to be marked on the page. */

export interface TextPart {
  text: string
  matched: boolean
}

const maxWords = 12

/**
 * Splits `text` where one of `words` begins one of its words; what it matched is marked. Case and accents
 * do not count.
 * @example splitMatches('Metrics for Redis', ['red']) // [{'Metrics for '}, {'Red', matched}, {'is'}]
 */
export function splitMatches(text: string, words: readonly string[]): TextPart[] {
  const begun = fold(words.join(' '))
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .sort((one, other) => other.length - one.length)
    .slice(0, maxWords)
  const folded = fold(text)
  // Folding may change the length of rare letters; marking the wrong place would be worse than none.
  if (begun.length === 0 || folded.length !== text.length) return [{ text, matched: false }]

  const parts: TextPart[] = []
  let end = 0
  for (const match of folded.matchAll(new RegExp(`(?<![\\p{L}\\p{N}])(?:${begun.join('|')})`, 'gu'))) {
    if (match.index > end) parts.push({ text: text.slice(end, match.index), matched: false })
    end = match.index + match[0].length
    parts.push({ text: text.slice(match.index, end), matched: true })
  }
  if (end < text.length) parts.push({ text: text.slice(end), matched: false })
  return parts
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
