/**
 * The tags that may be meant by one that is not there: those that a slip or two away are written the same, then the next versions of the same
 * line above and below, then what the repository offers first. Pure.
 */
import { measureDistance } from '#lib/catalog/text/edit-distance.ts'
import { isAttachmentTag } from '#lib/oci/attachment-tag.ts'
import { compareVersions } from '#lib/tags/compare-versions.ts'
import { toLine } from '#lib/tags/newer-tag.ts'
import { parseTagVersion } from '#lib/tags/parse-tag-version.ts'

const maxNearest = 6
const maxNear = 3
/** On each side. */
const maxVersions = 2
/** More tags are not compared. */
const maxCompared = 5_000

/**
 * Lists them, the nearest first.
 * @param tags of the repository, in the order of versions
 * @param offered what it offers first
 */
export function listNearestTags(wanted: string, tags: readonly string[], offered: string | null): string[] {
  const compared = tags.filter((tag) => !isAttachmentTag(tag)).slice(0, maxCompared)
  const nearest = [
    ...listAlike(wanted, compared).slice(0, maxNear),
    ...listNextVersions(wanted, compared),
    ...(offered === null ? [] : [offered]),
  ]
  return [...new Set(nearest)].slice(0, maxNearest)
}

/** Of a short tag one character may be another one, of a long one three; capitals and a `v` in front are none. */
function listAlike(wanted: string, tags: readonly string[]): string[] {
  const limit = Math.min(3, Math.ceil(wanted.length / 4))
  const plain = toPlain(wanted)
  return tags
    .map((tag) => ({ tag, distance: measureDistance(plain, toPlain(tag), limit) }))
    .filter(({ distance }) => distance <= limit)
    .toSorted((one, other) => one.distance - other.distance)
    .map(({ tag }) => tag)
}

function toPlain(tag: string): string {
  return tag.toLowerCase().replace(/^v(?=\d)/, '')
}

function listNextVersions(wanted: string, tags: readonly string[]): string[] {
  const version = parseTagVersion(wanted)
  if (version === null) return []
  const line = toLine(version)
  const known = tags.flatMap((tag) => {
    const own = parseTagVersion(tag)
    return own !== null && own.stage !== 'pre-release' && toLine(own) === line
      ? [{ tag, order: compareVersions(own, version) }]
      : []
  })
  // The order of `tags` is the newest first.
  const above = known.filter(({ order }) => order <= 0).slice(-maxVersions)
  const below = known.filter(({ order }) => order > 0).slice(0, maxVersions)
  return [...above.toReversed(), ...below].map(({ tag }) => tag)
}
