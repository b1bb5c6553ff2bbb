/**
 * Total orders of tags: by version, by name, and by how much a tag says about the image that it names. Precedence of
 * pre-releases is that of Semantic Versioning 2.0.0, §11. Pure.
 */
import { compareDigits, compareText, compareTokens, isDigits, toTokens } from './compare-natural.ts'
import { parseTagVersion, type TagVersion, type VersionStage } from './parse-tag-version.ts'

/** A tag, taken apart once for many comparisons. */
export interface TagKey {
  tag: string
  version: TagVersion | null
  tokens: string[]
}

const stages: readonly VersionStage[] = ['release', 'variant', 'pre-release']

/** Takes a tag apart. */
export function toTagKey(tag: string): TagKey {
  return { tag, version: parseTagVersion(tag), tokens: toTokens(tag) }
}

/** By name as people read it, `web-2` before `web-10`; zero only for the same tag. */
export function compareByName(a: TagKey, b: TagKey): number {
  return compareTokens(a.tokens, b.tokens) || compareText(a.tag, b.tag)
}

/**
 * The newest version first: `7`, `7.4`, `7.4.2`, `7.4.2-alpine`, `7.4.2-rc.1`, `7.4.1`. A short version is the moving
 * name of its series and stands above it. Versions behind a word (`chart-2.3.0`) come after plain ones, and
 * tags without a version last, by name. Zero only for the same tag.
 */
export function compareByVersion(a: TagKey, b: TagKey): number {
  if (a.version === null || b.version === null) {
    return Number(a.version === null) - Number(b.version === null) || compareByName(a, b)
  }
  return compareVersions(a.version, b.version) || compareByName(a, b)
}

/** The tag that says most first: a full version, then its variants, then other names, `latest` last. */
export function compareByMeaning(a: TagKey, b: TagKey): number {
  return (
    toVagueness(a) - toVagueness(b) ||
    (b.version?.numbers.length ?? 0) - (a.version?.numbers.length ?? 0) ||
    compareByVersion(a, b)
  )
}

/** Compares what is certain of two versions: `7.4` is at least 7.4.0. The lower one first. */
export function compareBaseNumbers(a: TagVersion, b: TagVersion): number {
  return compareNumbers({ ...a, stage: 'pre-release' }, { ...b, stage: 'pre-release' })
}

/** The higher version first; zero for versions of the same precedence, however they are written. */
function compareVersions(a: TagVersion, b: TagVersion): number {
  return (
    Number(a.name !== '') - Number(b.name !== '') ||
    compareText(a.name, b.name) ||
    -compareNumbers(a, b) ||
    stages.indexOf(a.stage) - stages.indexOf(b.stage) ||
    // Of pre-releases numbers come before words, and fewer fields before more.
    (a.stage === 'pre-release' ? -compareTokens(a.suffix, b.suffix) : compareVariants(a.suffix, b.suffix))
  )
}

/**
 * Behind its last number a release goes on without end (`7.4` is whatever is newest in 7.4) and a pre-release with
 * zeros (`3.14rc1` comes before 3.14.0).
 */
function compareNumbers(a: TagVersion, b: TagVersion): number {
  const length = Math.max(a.numbers.length, b.numbers.length) + 1
  for (let at = 0; at < length; at++) {
    const [one, other] = [toNumber(a, at), toNumber(b, at)]
    if (one === other) continue
    if (one === null) return 1
    if (other === null) return -1
    const order = compareDigits(one, other)
    if (order !== 0) return order
  }
  return 0
}

/** Null is more than any number. */
function toNumber({ numbers, stage }: TagVersion, at: number): string | null {
  return numbers[at] ?? (stage === 'pre-release' ? '0' : null)
}

/** Variants by name, of one name the newest first: `alpine`, `debian-12-r3`, `debian-12-r2`. */
function compareVariants(a: readonly string[], b: readonly string[]): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const [one = '', other = ''] = [a[at], b[at]]
    const order = compareTokens([one], [other])
    if (order !== 0) return isDigits(one) && isDigits(other) ? -order : order
  }
  return a.length - b.length
}

function toVagueness({ tag, version }: TagKey): number {
  if (tag === 'latest') return stages.length + 2
  if (version === null) return stages.length + 1
  return version.name === '' ? stages.indexOf(version.stage) : stages.length
}
