/** The tags of a pull panel as short lists, for what a page carries beside its HTML: a hundred of them repeat the same names. Pure. */
import type { PullTag } from './list-pull-tags.ts'

/** Tag, digest, kind, size and time. */
export type PackedPullTag = [string, string, PullTag['kind'], number | null, number | null]

/** Packs the tags. */
export function packPullTags(tags: readonly PullTag[]): PackedPullTag[] {
  return tags.map(({ tag, digest, kind, sizeBytes, pushedAt }) => [
    tag,
    digest,
    kind,
    sizeBytes,
    pushedAt === null ? null : Date.parse(pushedAt),
  ])
}

/** The tags as they were. */
export function unpackPullTags(packed: readonly PackedPullTag[]): PullTag[] {
  return packed.map(([tag, digest, kind, sizeBytes, pushedMs]) => ({
    tag,
    digest,
    kind,
    sizeBytes,
    pushedAt: pushedMs === null ? null : new Date(pushedMs).toISOString(),
  }))
}
