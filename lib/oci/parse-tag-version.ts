/**
 * Reads the version out of a tag. Tags are free text of at most 128 characters (OCI distribution specification
 * 1.1.1, "Pulling manifests"); most follow Semantic Versioning 2.0.0 loosely: `1.2.3`, `v1.2`, `3.12-slim`,
 * `2.0.0-rc.1`, `3.14rc2`, `chart-2.3.0`. Pure.
 */
import { toTokens } from './compare-natural.ts'

/** What a suffix makes of a version: nothing, another build of it, or something before it. */
export type VersionStage = 'release' | 'variant' | 'pre-release'

export interface TagVersion {
  /** What stands before the version, such as `chart`; empty for most. */
  name: string
  /** Runs of digits, the most significant first. */
  numbers: string[]
  stage: VersionStage
  /** What follows the numbers, taken apart. */
  suffix: string[]
}

const preReleaseWord =
  /^(?:(?:alpha|beta|rc|cr|pre|preview|dev|devel|snapshot|nightly|canary|next|milestone|ea|unstable)\d*|[abcm]\d{1,3})$/i

/** Letters may follow the numbers at once only where they say how finished it is: `3.14rc2`, but not `7d865e9`. */
const form =
  /^(?:(?<name>[a-z][a-z_-]*?)[-_])?v?(?<numbers>\d+(?:\.\d+)*)(?<suffix>(?:[-_.+].*|(?:alpha|beta|rc|a|b)\d*(?:[-_.].*)?)?)$/i

/** A commit's hash can look like a number with a suffix. */
const hash = /^(?=.*[a-f])[0-9a-f]{7,64}$/i

/**
 * The version that a tag states; null for one without, such as `latest`.
 * @example parseTagVersion('v2.0.0-rc.1')?.stage // 'pre-release'
 */
export function parseTagVersion(tag: string): TagVersion | null {
  if (hash.test(tag)) return null
  const { name = '', numbers = '', suffix = '' } = form.exec(tag)?.groups ?? {}
  if (numbers === '') return null
  // `sha-1234567`, `build-7`: one number behind a word counts something, but is no version.
  if (name !== '' && name !== 'v' && !numbers.includes('.')) return null
  const parts = suffix.split(/[-_.+]/).filter((part) => part !== '')
  return {
    name: name.toLowerCase() === 'v' ? '' : name.toLowerCase(),
    numbers: numbers.split('.'),
    stage: toStage(parts),
    suffix: parts.flatMap(toTokens),
  }
}

function toStage(parts: readonly string[]): VersionStage {
  if (parts.length === 0) return 'release'
  return parts.some((part) => preReleaseWord.test(part)) ? 'pre-release' : 'variant'
}
