/**
 * Finds the words of a search in a text, to be marked on the page: normalised and taken apart as the index does it
 * (lib/catalog/text), so that `nodejs` marks `Node.js` and `cafe` marks `Café`.
 */
import { normalizeText } from '#lib/catalog/text/normalize-text.ts'

export interface TextPart {
  text: string
  matched: boolean
}

const maxWords = 12
const maxWordLength = 80

const ideograph = '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}ー々]'
const ideographsOnly = new RegExp(`^${ideograph}+$`, 'u')

/** What may stand between the letters of a word without dividing it: `node.js` is `nodejs`. */
const joiner = '[-._+]?'

/**
 * Splits `text` where one of `words` begins one of its words; what it matched is marked. Words with a space in them
 * must stand together.
 * @example splitMatches('Metrics for Redis', ['red']) // [{'Metrics for '}, {'Red', matched}, {'is'}]
 */
export function splitMatches(text: string, words: readonly string[]): TextPart[] {
  const pattern = toPattern(words)
  if (pattern === null) return [{ text, matched: false }]
  const { normal, begins, ends } = normalizeInPlace(text)
  const parts: TextPart[] = []
  let end = 0
  for (const { index, 0: found } of normal.matchAll(pattern)) {
    const start = Math.max(begins[index] ?? 0, end)
    const stop = ends[index + found.length - 1] ?? start
    if (start > end) parts.push({ text: text.slice(end, start), matched: false })
    if (stop > start) parts.push({ text: text.slice(start, stop), matched: true })
    end = Math.max(end, stop)
  }
  if (end < text.length) parts.push({ text: text.slice(end), matched: false })
  return parts
}

/** A page has many texts for the same words, and to make an expression takes longer than to use it. */
let last: { key: string; pattern: RegExp | null } = { key: '', pattern: null }

function toPattern(words: readonly string[]): RegExp | null {
  const key = words.join('\n')
  if (key === last.key) return last.pattern
  const patterns = words.slice(0, maxWords).flatMap(toPatterns)
  // The longest first, as the first that fits is taken.
  const all = patterns.toSorted((one, other) => other.length - one.length).join('|')
  last = { key, pattern: all === '' ? null : new RegExp(all, 'gu') }
  return last.pattern
}

/** A word as an expression; none for what has no letter or digit. Japanese and the like may begin anywhere. */
function toPatterns(word: string): string[] {
  const pieces =
    normalizeText(word.slice(0, maxWordLength)).match(/[\p{L}\p{N}\p{M}][\p{L}\p{N}\p{M}\-._+]*/gu) ?? []
  const [piece = ''] = pieces
  if (pieces.length === 1 && ideographsOnly.test(piece)) {
    const characters = [...piece]
    return [piece, ...characters.slice(1).map((character, at) => `${characters[at]}${character}`)]
  }
  const letters = pieces.map((one) => [...one.replace(/[-._+]/g, '')].join(joiner))
  // A word also begins where letters meet digits.
  const border = /^\p{N}/u.test(piece) ? '(?<!\\p{N})' : '(?<![\\p{L}\\p{M}])'
  return letters.length === 0 ? [] : [border + letters.join('[^\\p{L}\\p{N}\\p{M}]+')]
}

/** The text normalised, and for each of its code units where in the text the character begins and ends that gave it. */
function normalizeInPlace(text: string): { normal: string; begins: number[]; ends: number[] } {
  const begins: number[] = []
  const ends: number[] = []
  let normal = ''
  for (const { index, 0: character } of text.matchAll(/.\p{M}*/gsu)) {
    const one = normalizeText(character)
    normal += one
    for (let unit = 0; unit < one.length; unit += 1) {
      begins.push(index)
      ends.push(index + character.length)
    }
  }
  return { normal, begins, ends }
}
