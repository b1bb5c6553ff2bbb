/** Finds the publisher whose name another name could be mistaken for: a squatter's `tidewater-0fficial`. */
import { countEdits } from '#lib/config/nearest-words.ts'

export interface PublisherName {
  /** As it is shown in a refusal: an alias or a display name. */
  shown: string
  verified: boolean
}

/** Letters that are read for one another, and two that are read as one. */
const readAs: readonly [RegExp, string][] = [
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/0/g, 'o'],
  [/[1i]/g, 'l'],
  [/2/g, 'z'],
  [/3/g, 'e'],
  [/4/g, 'a'],
  [/5/g, 's'],
  [/7/g, 't'],
  [/8/g, 'b'],
  [/9/g, 'g'],
]

/** A name shorter than this has too many neighbours for an edit, or a word in common, to mean anything. */
const minLettersForEdit = 5
const minLettersForTwoEdits = 10
const minLettersOfWord = 4

/**
 * What a name is read as: without separators and accents, similar letters made one.
 * @example toSkeleton('T1de-Water') // 'tldewater'
 */
export function toSkeleton(name: string): string {
  const letters = toWords(name).join('')
  return readAs.reduce((text, [pattern, letter]) => text.replace(pattern, letter), letters)
}

/**
 * The name that `wanted` could be mistaken for; null when there is none. Against a verified publisher also a name that
 * differs in a letter or has theirs as a word counts.
 */
export function findLookAlike(wanted: string, publishers: readonly PublisherName[]): PublisherName | null {
  const skeleton = toSkeleton(wanted)
  const words = toWords(wanted).map(toSkeleton)
  return publishers.find((publisher) => isLookAlike({ skeleton, words }, publisher)) ?? null
}

function isLookAlike(
  wanted: { skeleton: string; words: readonly string[] },
  { shown, verified }: PublisherName,
): boolean {
  const theirs = toSkeleton(shown)
  if (theirs === '') return false
  if (wanted.skeleton === theirs) return true
  if (!verified) return false
  const letters = Math.min(theirs.length, wanted.skeleton.length)
  const allowed = letters >= minLettersForTwoEdits ? 2 : letters >= minLettersForEdit ? 1 : 0
  if (allowed > 0 && countEdits(wanted.skeleton, theirs) <= allowed) return true
  return theirs.length >= minLettersOfWord && hasAsWords(wanted.words, theirs)
}

/** True when some words in a row make up the name: `get-tide-water-now` has `tidewater`. */
function hasAsWords(words: readonly string[], theirs: string): boolean {
  return words.some((_, from) => {
    let joined = ''
    return words.slice(from).some((word) => {
      joined += word
      return joined === theirs
    })
  })
}

function toWords(name: string): string[] {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{Mark}/gu, '')
    .split(/[^\p{Letter}\p{Number}]+/u)
    .filter((word) => word !== '')
}
