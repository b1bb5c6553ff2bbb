/**
 * Reads the version out of a tag. Tags are free text of at most 128 characters (OCI distribution specification
 * 1.1.1, "Pulling manifests") and follow Semantic Versioning 2.0.0 loosely. One grammar takes all: words that name a family, a
 * version, and what follows it, which has the same form again: `2.0.0-rc.1`, `py3.12-1.0.0`, `1.2.3-alpine3.20`,
 * `nightly-20240201`, `jdk-21.0.2_13`. Each character is looked at a few times, never tried in several ways. Pure.
 */
import { toTokens } from '#lib/oci/compare-natural.ts'
import { readCalendar } from './read-calendar.ts'
import { isAllDigits, splitPart, splitTag, type TagPart } from './split-tag.ts'
import {
  isCorrectionWord,
  isFamilyOfBuilds,
  isPreReleaseWord,
  isReleaseWord,
  namesCommit,
  namesPlatform,
} from './tag-words.ts'

/** What a suffix makes of a version: nothing, another build of it, or something before it. */
export type VersionStage = 'release' | 'variant' | 'pre-release'

export interface TagVersion {
  /** What stands before the version, such as `chart` or `py`; empty for most. */
  name: string
  /** The numbers are a day, as of `20240115T101500` or `2024-01-15`: snapshots, beside versions that are counted. */
  isDate: boolean
  /** Counts changes of the numbering itself: `1_2.0` is after 3.0. */
  epoch: string
  /** The most significant first; none where a suffix is a word alone. */
  numbers: string[]
  /** A letter or a counted word behind the last number, `2024.01b`, `1.0.post2`: a correction of it. */
  revision: string
  /** What says that it is before the version, taken apart: `rc`, `1`. See `developmentToken`. */
  preRelease: string[]
  /** What else follows. */
  suffix: TagVersion | null
  /** Of the whole, suffixes included. */
  stage: VersionStage
}

/**
 * Stands for the `dev` of Python (PEP 440), which comes before everything: `2.0.dev1`, `2.0a1.dev1`, `2.0a1`. Behind a hyphen it is a word like
 * others (Semantic Versioning): `2.0.0-beta`, `2.0.0-dev`.
 */
export const developmentToken = '~dev'

/** As in tag.ts; longer text is no tag. */
const maxTagLength = 128

/**
 * The version that a tag states; null for one without, such as `latest`, `main` or a commit.
 * @example parseTagVersion('v2.0.0-rc.1')?.stage // 'pre-release'
 */
export function parseTagVersion(tag: string): TagVersion | null {
  if (tag.length > maxTagLength) return null
  const version = readSegment(splitTag(tag), 0)
  if (version === null || version.numbers.length === 0) return null
  const isBuild = isFamilyOfBuilds(version.name)
  return isBuild ? { ...version, stage: 'pre-release' } : version
}

/** One family with its version, from a part on; null when nothing is left. */
function readSegment(parts: readonly TagPart[], from: number): TagVersion | null {
  if (from >= parts.length) return null
  const words = readWords(parts, from)
  let at = from + words.length
  const head = parts[at]
  if (head === undefined) return toVersion(words, {}, null)
  const split = splitPart(head.text)
  if (split === null) throw new Error('readWords() takes every part that has no number.')
  if (split.lead !== '') words.push(split.lead)

  const day = readCalendar(parts, at)
  if (day !== null) {
    const { numbers, isDate, revision } = day
    return readSuffix(words, { numbers, isDate, revision }, parts, at + day.length, '')
  }
  let epoch = '0'
  if (split.tail === '' && split.lead === '' && words.length === 0 && isEpoch(parts, at)) {
    epoch = split.digits
    at += 1
  }
  const { numbers, tail, length } = readNumbers(parts, at)
  return readSuffix(words, { epoch, numbers }, parts, at + length, tail)
}

/** The parts that are words; a `v` before a number says nothing. */
function readWords(parts: readonly TagPart[], from: number): string[] {
  const words: string[] = []
  for (let at = from; at < parts.length; at++) {
    const text = parts[at]?.text ?? ''
    const before = parts[at - 1]?.text ?? ''
    const isNumber = splitPart(text) !== null && !namesPlatform(text, before) && !namesCommit(text, before)
    if (isNumber) break
    words.push(text.toLowerCase())
  }
  return words
}

/** `1_2.0`: one digit, then a version with a point. */
function isEpoch(parts: readonly TagPart[], at: number): boolean {
  const [first, second, third] = [parts[at], parts[at + 1], parts[at + 2]]
  return (
    first?.text.length === 1 &&
    second?.separator === '_' &&
    isAllDigits(second.text) &&
    third?.separator === '.' &&
    splitPart(third.text)?.lead === ''
  )
}

/** Numbers with points between them, and the letters behind the last one. */
function readNumbers(parts: readonly TagPart[], from: number) {
  const numbers: string[] = []
  let at = from
  let tail = ''
  for (; at < parts.length; at++) {
    const part = parts[at]
    const split = part === undefined ? null : splitPart(part.text, numbers.length > 0)
    if (part === undefined || split === null) break
    if (at > from && (part.separator !== '.' || split.lead !== '')) break
    numbers.push(split.digits)
    tail = split.tail
    if (tail === '') continue
    at += 1
    break
  }
  // `1.x` is whatever is newest in 1.
  const next = parts[at]
  if (tail === '' && next?.separator === '.' && next.text.toLowerCase() === 'x') at += 1
  return { numbers, tail, length: at - from }
}

/** What follows the numbers: a letter, words of a pre-release, and the rest. */
function readSuffix(
  words: string[],
  version: Partial<TagVersion>,
  parts: readonly TagPart[],
  from: number,
  tail: string,
): TagVersion {
  let rest = parts.slice(from)
  if (tail !== '') {
    if (/^[a-z]$/i.test(tail)) version = { ...version, revision: tail.toLowerCase() }
    else rest = [{ separator: '', text: tail }, ...rest]
  }
  if (isReleaseWord(rest[0]?.text ?? '')) rest = rest.slice(1)
  const correction = readCorrection(rest)
  if (correction.length > 0) {
    version = { ...version, revision: correction.revision }
    rest = rest.slice(correction.length)
  }
  // In `8u392-b08` the b is the build of an update of Java.
  const isUpdate = words.length === 1 && words[0] === 'u'
  const preRelease = isUpdate ? { tokens: [], length: 0 } : readPreRelease(rest)
  return toVersion(words, { ...version, preRelease: preRelease.tokens }, readSegment(rest, preRelease.length))
}

/** `post1`, `sp.2`, `p290`: a word that says so, with its number or the one behind it. */
function readCorrection(parts: readonly TagPart[]): { revision: string; length: number } {
  const [first, second] = parts
  if (first === undefined || !isCorrectionWord(first.text)) return { revision: '', length: 0 }
  const word = first.text.toLowerCase()
  if (/\d$/.test(word)) return { revision: word, length: 1 }
  const isCounted = second !== undefined && second.separator !== '_' && isAllDigits(second.text)
  return isCounted ? { revision: word + second.text, length: 2 } : { revision: '', length: 0 }
}

/** `rc.1`, `alpha.beta`, `preview.7.23375`: a word that says so, then numbers and what a point ties to it. */
function readPreRelease(parts: readonly TagPart[]): { tokens: string[]; length: number } {
  if (!isPreReleaseWord(parts[0]?.text ?? '')) return { tokens: [], length: 0 }
  const end = parts.findIndex(
    ({ separator, text }, at) => at > 0 && separator !== '.' && !isAllDigits(text) && !isPreReleaseWord(text),
  )
  const length = end < 0 ? parts.length : end
  const isOfPython = parts[0]?.separator === '.' || parts[0]?.separator === ''
  const tokens = parts.slice(0, length).flatMap(({ text }) => {
    const own = toTokens(text)
    return isOfPython && own[0]?.toLowerCase() === 'dev' ? [developmentToken, ...own.slice(1)] : own
  })
  return { tokens, length }
}

function toVersion(words: string[], known: Partial<TagVersion>, suffix: TagVersion | null): TagVersion {
  const { isDate = false, epoch = '0', numbers = [], revision = '', preRelease = [] } = known
  // `jdk-v2`, `my-chart-version-2.0`: the word is the version's own, not the family's.
  const family =
    numbers.length > 0 && /^(?:v|ver|version)$/.test(words.at(-1) ?? '') ? words.slice(0, -1) : words
  const isBefore =
    preRelease.length > 0 ||
    family.some(isPreReleaseWord) ||
    suffix?.stage === 'pre-release' ||
    isDescribed(suffix)
  return {
    name: family.join('-'),
    isDate,
    epoch,
    numbers,
    revision,
    preRelease,
    suffix,
    stage: isBefore ? 'pre-release' : suffix === null ? 'release' : 'variant',
  }
}

/**
 * What is not released: `1.2.3-5-gabc1234`, as `git describe` writes it, five commits after a release, and
 * `1.2.4-0.20240101120000-abcdef123456`, as Go names a commit.
 */
function isDescribed(suffix: TagVersion | null): boolean {
  const commit = suffix?.suffix ?? null
  if (suffix?.name !== '' || commit?.numbers.length !== 0) return false
  if (/^g[0-9a-f]{7,40}(?:-|$)/.test(commit.name)) return true
  const isSecond = suffix.isDate ? suffix.numbers.length === 4 : suffix.numbers.at(-1)?.length === 14
  return isSecond && /^[0-9a-f]{12}$/.test(commit.name)
}
