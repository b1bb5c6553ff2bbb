/**
 * Total orders of tags: by version, by name, and by how much a tag says about the image that it names. Precedence of
 * pre-releases is that of Semantic Versioning 2.0.0, §11. Pure.
 */
import { compareText, compareTokens, toTokens } from '#lib/oci/compare-natural.ts'
import { compareVersions } from './compare-versions.ts'
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
 * name of its series and stands above it. Days (`20240115`) come after what is counted, versions behind a word
 * (`chart-2.3.0`, `py3.12-1.0`) after plain ones, and tags without a version last, by name. Zero only for the same tag.
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

/** The place in the order of meaning: release, variant, pre-release, day, name with a version, name, `latest`. */
function toVagueness({ tag, version }: TagKey): number {
  if (tag === 'latest') return stages.length + 3
  if (version === null) return stages.length + 2
  if (version.name !== '') return stages.length + 1
  return version.isDate ? stages.length : stages.indexOf(version.stage)
}
