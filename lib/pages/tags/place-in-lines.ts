/**
 * The version lines of a repository (`2.2`, `2.1`, `py3.12`), and what of each stands open: the newest release. Earlier builds and
 * pre-releases are folded under it. How fine a line is depends on how a family counts: `2.2.1` is of the line 2.2, `24.04`
 * of the line 24. Pure.
 */
import { compareByVersion, type TagKey } from '#lib/tags/compare-tags.ts'
import type { TagVersion } from '#lib/tags/parse-tag-version.ts'
import type { TaggedImage } from './group-image-tags.ts'
import { NAMED_LINES } from './named-lines.ts'

export type Fold = 'earlier' | 'pre-release' | 'attachment'

export interface Place {
  /** Equal for the images of one line. */
  key: string
  /** As it is shown. */
  line: string
  /** Why it is folded; null where it stands open. */
  fold: Fold | null
}

/** More variants of one release, or names without a version, do not stand open. */
const maxOpen = 8

/** Of versions with a single number each is a line of its own, and these are shown. */
const maxOpenNumbers = 5

const withoutVersion = { key: '', line: NAMED_LINES.other }

/**
 * Places images.
 * @param images in the order of versions, in which the images of a line stand together
 */
export function placeInLines(images: readonly TaggedImage[]): Map<TaggedImage, Place> {
  const depths = findDepths(images)
  const places = new Map<TaggedImage, Place>()
  const lines = Map.groupBy(images, ({ keys: [{ version }] }) => toLine(version, depths).key)
  for (const members of lines.values()) {
    const [first] = members
    if (first === undefined) continue
    const line = toLine(first.keys[0].version, depths)
    const open = new Set(listOpen(members))
    for (const member of members) {
      const isBefore = member.keys[0].version?.stage === 'pre-release'
      const fold = open.has(member) ? null : isBefore ? 'pre-release' : 'earlier'
      places.set(member, { ...line, fold })
    }
  }
  return places
}

function toFamily({ name, isDate, epoch }: TagVersion): string {
  return `${name}/${isDate}/${epoch}`
}

/** How many numbers name a line, by family. */
function findDepths(images: readonly TaggedImage[]): Map<string, number> {
  const depths = new Map<string, number>()
  const longest = new Map<string, number>()
  for (const { keys } of images) {
    for (const { version } of keys) {
      if (version === null) continue
      const family = toFamily(version)
      longest.set(family, Math.max(longest.get(family) ?? 0, version.numbers.length))
      // `py3.12-1.0.0`: what is counted stands behind, and each version before it has a line.
      if (version.name !== '' && isCounted(version.suffix)) depths.set(family, version.numbers.length)
    }
  }
  for (const [family, length] of longest) {
    if (!depths.has(family)) depths.set(family, family.includes('/true/') ? 0 : Math.min(2, length - 1))
  }
  return depths
}

function isCounted(suffix: TagVersion | null): boolean {
  return suffix !== null && suffix.name === '' && suffix.numbers.length > 1
}

function toLine(version: TagVersion | null, depths: Map<string, number>): { key: string; line: string } {
  if (version === null) return withoutVersion
  const family = toFamily(version)
  const numbers = version.numbers.slice(0, depths.get(family) ?? 0).join('.')
  const unnamed = version.isDate ? NAMED_LINES.byDate : NAMED_LINES.versions
  const rest = version.name === '' ? unnamed : version.name
  const epoch = version.epoch === '0' ? '' : `${version.epoch}_`
  const line =
    numbers === '' ? rest : version.name === '' ? `${epoch}${numbers}` : `${version.name} ${numbers}`
  return { key: `${family}/${numbers}`, line }
}

/** The newest release with its variants, and moving names; in a line without a release the newest of all. */
function listOpen(members: readonly TaggedImage[]): TaggedImage[] {
  const [first] = members
  if (first === undefined) return []
  if (first.keys[0].version === null) return members.slice(0, maxOpen)
  const released = members.filter(({ keys: [{ version }] }) => version?.stage !== 'pre-release')
  if (released.length === 0) return [first]
  if (
    released.every(
      ({ keys: [{ version }] }) =>
        version?.numbers.length === 1 && !version.isDate && !isCounted(version.suffix),
    )
  ) {
    return released.slice(0, maxOpenNumbers)
  }
  const length = Math.max(...released.map(({ keys: [{ version }] }) => version?.numbers.length ?? 0))
  const newest = released.find(({ keys: [{ version }] }) => version?.numbers.length === length)
  return released
    .filter(
      (one) =>
        isSameRelease(one.keys[0], newest?.keys[0]) || (one.keys[0].version?.numbers.length ?? 0) < length,
    )
    .slice(0, maxOpen)
}

/** `2.2.1` and `2.2.1-alpine`; of what is counted behind a family, `py3.12-1.0.0`, the newest alone. */
function isSameRelease(a: TagKey, b: TagKey | undefined): boolean {
  if (a === b) return true
  if (!a.version || !b?.version || isCounted(b.version.suffix)) return false
  const withoutSuffix = (version: TagVersion): TagKey => ({
    tag: '',
    tokens: [],
    version: { ...version, suffix: null },
  })
  return compareByVersion(withoutSuffix(a.version), withoutSuffix(b.version)) === 0
}
