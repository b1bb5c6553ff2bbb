/**
 * The tags of a repository over time: releases on the lines of their versions, and what each floating tag (`latest`, `2`, `2.2`)
 * pointed to and when. Pure.
 */

import type { TagMove } from '#lib/oci-client/read-tag-history.ts'
import type { TagVersion } from '#lib/tags/parse-tag-version.ts'
import type { TaggedImage } from './group-image-tags.ts'
import { placeInLines } from './place-in-lines.ts'

export interface TimelinePoint {
  tag: string
  digest: string
  /** ISO 8601. */
  at: string
  isPreRelease: boolean
}

export interface TimelineLine {
  /** Such as `2.2`. */
  line: string
  /** The oldest first. */
  points: TimelinePoint[]
}

/** A time during which a tag pointed to one image. */
export interface TagSpan {
  digest: string
  /** The tag that says most about the image; null when it is not there any more. */
  release: string | null
  from: string
  /** Null for until now. */
  to: string | null
}

export interface PlacedSpan extends TagSpan {
  /** Of the timeline; null where the image is on none of its lines. */
  lineIndex: number | null
}

export interface FloatingTag {
  tag: string
  /** The oldest first. */
  spans: PlacedSpan[]
}

export interface TagTimeline {
  /** The newest version first. */
  lines: TimelineLine[]
  floating: FloatingTag[]
}

const maxLines = 6
const maxPointsOfLine = 24
const maxFloating = 8

/**
 * The tags that are meant to move, those that say most first: `latest`, then `3`, `2`, then `3.1`. A full version is not one of them.
 * @param images in the order of versions
 */
export function listFloatingTags(images: readonly TaggedImage[]): string[] {
  const keys = images.flatMap((image) => image.keys)
  const plain = keys.filter(({ version }) => version !== null && isPlain(version))
  const longest = Math.max(0, ...plain.map(({ version }) => version?.numbers.length ?? 0))
  const short = plain
    .filter(({ version }) => (version?.numbers.length ?? longest) < longest)
    .toSorted((a, b) => (a.version?.numbers.length ?? 0) - (b.version?.numbers.length ?? 0))
  const latest = keys.some(({ tag }) => tag === 'latest') ? ['latest'] : []
  return [...latest, ...short.map(({ tag }) => tag)].slice(0, maxFloating)
}

/**
 * Puts it together.
 * @param images in the order of versions, without what is attached to others
 * @param moves of floating tags, the newest first
 * @returns null where there is too little to show
 */
export function buildTagTimeline(
  images: readonly TaggedImage[],
  moves: ReadonlyMap<string, readonly TagMove[]>,
): TagTimeline | null {
  const lines = listLines(images)
  const lineOf = new Map(lines.flatMap(({ digests }, at) => digests.map((digest) => [digest, at] as const)))
  const floating = [...moves].flatMap(([tag, list]) => {
    const spans = listTagSpans(images, list).map((span) => ({
      ...span,
      lineIndex: lineOf.get(span.digest) ?? null,
    }))
    return spans.length === 0 ? [] : [{ tag, spans }]
  })
  const points = lines.reduce((count, one) => count + one.points.length, 0)
  if (floating.length === 0 || points < 2) return null
  return { lines: lines.map(({ line, points }) => ({ line, points })), floating }
}

/**
 * What a tag pointed to, the oldest first.
 * @param moves the newest first
 */
export function listTagSpans(images: readonly TaggedImage[], moves: readonly TagMove[]): TagSpan[] {
  const releaseOf = new Map(images.map(({ image, keys: [key] }) => [image.digest, key.tag]))
  const spans: TagSpan[] = []
  let to: string | null = null
  for (const { digest, at, isRemoval } of moves) {
    if (!isRemoval) spans.push({ digest, release: releaseOf.get(digest) ?? null, from: at, to })
    to = at
  }
  return spans.toReversed()
}

function listLines(images: readonly TaggedImage[]): (TimelineLine & { digests: string[] })[] {
  const places = placeInLines(images)
  const versions = images.filter(
    ({ keys: [{ version }], image }) => version !== null && image.pushedAt !== null,
  )
  return [...Map.groupBy(versions, (one) => places.get(one)?.key ?? '').values()]
    .slice(0, maxLines)
    .map((members) => ({
      line: (members[0] && places.get(members[0])?.line) ?? '',
      digests: members.map(({ image }) => image.digest),
      points: members
        .map(({ image, keys: [key] }) => ({
          tag: key.tag,
          digest: image.digest,
          at: image.pushedAt ?? '',
          isPreRelease: key.version?.stage === 'pre-release',
        }))
        .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
        .slice(-maxPointsOfLine),
    }))
}

/** A version of numbers alone, such as `2` and `2.2.1`, also with a letter before them: `v2`. */
function isPlain({ name, isDate, suffix, preRelease, numbers }: TagVersion): boolean {
  return (
    (name === '' || name === 'v') &&
    !isDate &&
    suffix === null &&
    preRelease.length === 0 &&
    numbers.length > 0
  )
}
