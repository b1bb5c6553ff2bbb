/**
 * What a slip costs, in powers of two of how unlikely it is: swapped and doubled letters are the commonest, then the key beside the
 * right one; the first letter is seldom wrong. Letters in another order, as in `phyton`, count as one slip.
 */
import { measureDistance, toSignature } from '../text/edit-distance.ts'

const editCost = 9
const likelyEditCost = 6
const firstLetterCost = 6

/** Keys of one row of a keyboard, and their neighbours below. */
const keyRows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm']

/**
 * The cost of having typed one word for another; null where they are too far apart.
 * @param limit so many edits at most
 * @example measureSlip('phyton', 'python', 2) < measureSlip('photon', 'python', 2)
 */
export function measureSlip(typed: string, meant: string, limit: number): number | null {
  const start = typed.charCodeAt(0) === meant.charCodeAt(0) ? 0 : firstLetterCost
  if (isAnagram(typed, meant)) return start + likelyEditCost
  // Of a short word little is left after two.
  const most = typed.length < 8 ? 1 : limit
  const distance = measureDistance(typed, meant, most)
  if (distance > most) return null
  if (distance > 1) return start + editCost * distance
  return start + (isLikely(typed, meant) ? likelyEditCost : editCost)
}

/** Two words of three letters or more with the same letters, of which the first is the same. */
function isAnagram(a: string, b: string): boolean {
  if (a.length !== b.length || a.length < 3 || a[0] !== b[0]) return false
  // Sorting is dear, and other letters are told without it.
  if (toSignature(a) !== toSignature(b)) return false
  return [...a].sort().join('') === [...b].sort().join('')
}

/** A letter doubled or not, or the key beside the right one. */
function isLikely(typed: string, meant: string): boolean {
  let at = 0
  while (at < typed.length && typed[at] === meant[at]) at += 1
  const [wrong = '', right = ''] = [typed[at], meant[at]]
  if (typed.length > meant.length) return wrong === typed[at - 1]
  if (typed.length < meant.length) return right === meant[at - 1]
  return isNeighbour(wrong, right)
}

function isNeighbour(a: string, b: string): boolean {
  const [rowOfA, rowOfB] = [a, b].map((key) => keyRows.findIndex((row) => row.includes(key)))
  if (rowOfA === undefined || rowOfB === undefined || rowOfA < 0 || rowOfB < 0) return false
  const [placeOfA, placeOfB] = [keyRows[rowOfA]?.indexOf(a) ?? 0, keyRows[rowOfB]?.indexOf(b) ?? 0]
  return Math.abs(rowOfA - rowOfB) <= 1 && Math.abs(placeOfA - placeOfB) <= 1
}
