/**
 * Where in a document a term stands, as the bits of one byte, and how well a document matches a query, in coarse steps: no
 * rounding difference lets a look-alike pass an official image.
 */

/** The term is the whole name, or the whole of its last segment. */
export const EXACT = 1
/** The name, or its last segment, begins with the term. */
export const HEAD = 2
export const NAME = 4
export const PUBLISHER = 8
export const PLATFORM = 16
export const DESCRIPTION = 32
/** About and usage. */
export const TEXT = 64
/** A word or the version in a tag. */
export const TAG = 128
const OWN_FIELDS = EXACT | HEAD | NAME | PUBLISHER | DESCRIPTION | TEXT

// How a word of the query was found in a document.
const ANYWHERE = 1
const IN_SHORT = 2
const IN_PUBLISHER_OR_NAME = 4
const IN_NAME = 8
const WHOLE_IN_NAME = 16
const IS_NAME = 32
const IS_PLATFORM = 64
/** Found in what is said of the repository itself, not only in its platforms and tags. */
const IS_OWN = 128
const QUALIFIES = ANYWHERE | IN_SHORT | IN_PUBLISHER_OR_NAME | IN_NAME | WHOLE_IN_NAME | IS_NAME

/** From the bits of a posting to those of a match; 0 where it does not count. */
export type MatchTable = Uint8Array

/** For a term that is the word itself. */
export const wholeMatches = toTable((fields) => toMatch(fields, true))
/** For a term that the word begins, or that is only near it in meaning. Tags are not begun: `la` would find every `latest`. */
export const begunMatches = toTable((fields) => toMatch(fields & ~TAG, false))
/** Beside other words, a platform or version only says which of the images is meant, and the others decide how well it fits. */
export const qualifierMatches = toTable((fields) =>
  (fields & (PLATFORM | TAG)) === 0 ? toMatch(fields, true) : toMatch(fields, true) | QUALIFIES,
)
/** Names only, as for suggestions. */
export const wholeNameMatches = toTable((fields) => toNameMatch(fields, true))
export const begunNameMatches = toTable((fields) => toNameMatch(fields, false))
/** Names beside other words: a tag only says which of the images is meant, even where it is not yet typed to its end. */
export const wholeNameQualifierMatches = toTable((fields) => toNameMatch(fields, true) | toTagMatch(fields))
export const begunNameQualifierMatches = toTable((fields) => toNameMatch(fields, false) | toTagMatch(fields))

/** The best place in the order of search results; the others go down to 1. */
export const TOP_STEP = 10
/** That of what matches without any word. */
export const LEAST_STEP = 1
/** The words are the whole name. */
export const NAME_STEP = 9
/** Of what has no image, and of whose name nothing was left out when it was typed. */
export const NAMED_EMPTY_STEP = 11
/** From here on, every word stands in the name or in that of the publisher. */
export const IN_NAME_STEP = 5

/** The step of a match from the bits that all words have and those that any has, at `all << 8 | any`; 0 where they share none. */
export const matchSteps = Uint8Array.from({ length: 256 * 256 }, (_, at) => toStep(at >> 8, at & 255))

function toMatch(fields: number, isWhole: boolean): number {
  if (fields === 0) return 0
  let match = (fields & OWN_FIELDS) === 0 ? ANYWHERE : ANYWHERE | IS_OWN
  if ((fields & (NAME | PUBLISHER | PLATFORM | DESCRIPTION)) !== 0) match |= IN_SHORT
  if ((fields & (NAME | PUBLISHER)) !== 0) match |= IN_PUBLISHER_OR_NAME
  if ((fields & NAME) !== 0) match |= IN_NAME
  if (!isWhole) return match
  if ((fields & NAME) !== 0) match |= WHOLE_IN_NAME
  if ((fields & EXACT) !== 0) match |= IS_NAME
  if ((fields & PLATFORM) !== 0) match |= IS_PLATFORM
  return match
}

function toStep(all: number, any: number): number {
  if (all === 0) return 0
  // Platforms and tags say which of the images is meant, and here no word says of what.
  if ((any & IS_OWN) === 0) return (all & IS_PLATFORM) === 0 ? 1 : 3
  if ((all & IS_NAME) !== 0) return NAME_STEP
  if ((all & IN_PUBLISHER_OR_NAME) !== 0 && (any & IS_NAME) !== 0) return 8
  if ((all & WHOLE_IN_NAME) !== 0) return 7
  if ((all & IN_NAME) !== 0) return 6
  if ((all & IN_PUBLISHER_OR_NAME) !== 0) return 5
  if ((all & IN_SHORT) !== 0 && (any & IN_NAME) !== 0) return 4
  if ((all & IS_PLATFORM) !== 0) return 3
  return (all & IN_SHORT) !== 0 ? 2 : 1
}

/** An exact name, the beginning of a name, a word of a name, the publisher: the same bits, so that `matchSteps` orders them. */
function toNameMatch(fields: number, isWhole: boolean): number {
  if ((fields & (NAME | PUBLISHER)) === 0) return 0
  let match = ANYWHERE | IN_SHORT | IN_PUBLISHER_OR_NAME | IS_OWN
  if ((fields & NAME) !== 0) match |= IN_NAME
  if ((fields & HEAD) !== 0) match |= WHOLE_IN_NAME
  if (isWhole && (fields & EXACT) !== 0) match |= IS_NAME
  return match
}

function toTagMatch(fields: number): number {
  return (fields & TAG) === 0 ? 0 : QUALIFIES
}

function toTable(convert: (fields: number) => number): MatchTable {
  return Uint8Array.from({ length: 256 }, (_, fields) => convert(fields))
}
