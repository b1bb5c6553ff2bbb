/**
 * Finds the beginning that was probably meant where somebody has a slip in a word that is not yet typed to its end: `kubren` is near
 * no word, but near the beginning of `kubernetes`. Only of names that are well known, because much begins nearly alike.
 */
import { toSignature } from '../text/edit-distance.ts'
import { measureKnownName } from './find-correction.ts'
import { countTerm, type SearchIndex } from './mark-ways.ts'
import { findBeginning, readTerm, type Terms } from './terms.ts'

const minLength = 5
const letters = 2 ** 26 - 1
/** So many of those that are near, the commonest, are asked how well they are known. */
const maxAsked = 8

/** The beginning that was meant, of about the same length; null where something begins as it was typed, or nothing is near. */
export function findBegunCorrection(index: SearchIndex, word: string): string | null {
  if (word.length < minLength || !/^\p{L}+$/u.test(word)) return null
  const { terms, signatures } = index.base
  const [begun, end] = findBeginning(terms, word)
  if (begun < end || index.delta.terms.some((term) => term.startsWith(word))) return null
  const own = toSignature(word) & letters
  const isAscii = /^[a-z]+$/.test(word)
  const near: { beginning: string; term: string; count: number }[] = []
  const consider = (term: string) => {
    const beginning = findNearBeginning(term, word)
    if (beginning !== null) near.push({ beginning, term, count: countTerm(index, term) })
  }
  // The first letter is seldom the wrong one, and one slip brings in at most one letter that the word does not have.
  const [first, last] = findBeginning(terms, word.slice(0, 1))
  for (let at = first; at < last; at += 1) {
    const missing = own & ~(signatures[at] ?? 0)
    if ((missing & (missing - 1)) !== 0 || (isAscii && !mayBeginNear(terms, at, word))) continue
    consider(readTerm(terms, at))
  }
  for (const term of index.delta.terms) if (term[0] === word[0]) consider(term)
  let best: string | null = null
  let bestKnown = 0
  for (const { beginning, term } of near.sort((a, b) => b.count - a.count).slice(0, maxAsked)) {
    const known = measureKnownName(index, term)
    if (known > bestKnown) [best, bestKnown] = [beginning, known]
  }
  return best
}

/**
 * Whether the beginning of the term may lie within one slip of the word, by what follows where they differ: to make strings of all
 * terms that share a letter would take longer than all else.
 * @param word of ASCII letters
 */
function mayBeginNear({ bytes, starts }: Terms, number: number, word: string): boolean {
  const [from, end] = [starts[number] ?? 0, starts[number + 1] ?? 0]
  let at = 0
  while (at < word.length && from + at < end && bytes[from + at] === word.charCodeAt(at)) at += 1
  if (at + 2 > word.length) return true
  const [own, next] = [bytes[from + at] ?? 0, bytes[from + at + 1] ?? 0]
  const [wanted, following] = [word.charCodeAt(at), word.charCodeAt(at + 1)]
  // Other letters have more bytes than places in a string.
  return own > 127 || next > 127 || next === following || next === wanted || own === following
}

/** As much of the term as lies within one slip of the word: the first letter that differs says where that is. */
export function findNearBeginning(term: string, word: string): string | null {
  let at = 0
  while (at < word.length && term[at] === word[at]) at += 1
  const isSwapped = at + 1 < word.length && term[at] === word[at + 1] && term[at + 1] === word[at]
  const isSameLong =
    at === word.length ||
    (at < term.length && hasAt(term, at + 1, word, at + 1)) ||
    (isSwapped && hasAt(term, at + 2, word, at + 2))
  if (isSameLong) return term.slice(0, word.length)
  if (hasAt(term, at + 1, word, at)) return term.slice(0, word.length + 1)
  return hasAt(term, at, word, at + 1) ? term.slice(0, word.length - 1) : null
}

/** Whether the term has, from this place, all that the word has from another. */
function hasAt(term: string, place: number, word: string, from: number): boolean {
  if (term.length - place < word.length - from) return false
  for (let at = from; at < word.length; at += 1) {
    if (term.charCodeAt(place + at - from) !== word.charCodeAt(at)) return false
  }
  return true
}
