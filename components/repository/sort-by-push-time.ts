import type { ImageTag } from '#lib/gallery/list-image-tags.ts'

/** The newest first; among tags pushed together, `latest` last, because it says the least. */
export function sortByPushTime(tags: ImageTag[]): ImageTag[] {
  return tags.toSorted(
    (a, b) =>
      (b.pushedAt ?? '').localeCompare(a.pushedAt ?? '') ||
      Number(a.tag === 'latest') - Number(b.tag === 'latest') ||
      b.tag.localeCompare(a.tag, 'en', { numeric: true }),
  )
}
