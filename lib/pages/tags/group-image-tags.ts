/**
 * From the tags of a repository to its images: tags of one digest stand together, under the one that says most. Pure.
 */

import type { ImageTag } from '#lib/sources/ecr-public/list-image-tags.ts'
import { compareByMeaning, compareByVersion, type TagKey, toTagKey } from '#lib/tags/compare-tags.ts'

/** One image with all the tags that name it. */
export interface TaggedImage {
  image: Omit<ImageTag, 'tag'>
  /** The one that says most first. */
  keys: [TagKey, ...TagKey[]]
}

/** Puts tags of one digest together, the image that was pushed last first. */
export function groupImageTags(tags: readonly ImageTag[]): TaggedImage[] {
  const images: TaggedImage[] = []
  for (const group of Map.groupBy(tags, ({ digest }) => digest).values()) {
    const [first, ...others] = group.map(({ tag }) => toTagKey(tag)).toSorted(compareByMeaning)
    const [image] = group
    if (first === undefined || image === undefined) continue
    const { tag: _, ...rest } = image
    images.push({ image: rest, keys: [first, ...others] })
  }
  return images.toSorted(compareByPushTime)
}

/**
 * The tags of one image.
 * @param asked the one that it was asked for by, which the list may not have yet; null where that was a digest
 */
export function listTagsOfImage(
  images: readonly TaggedImage[],
  digest: string,
  asked: string | null,
): string[] {
  const own = images.find(({ image }) => image.digest === digest)
  const known = own?.keys.map(({ tag }) => tag) ?? []
  return asked === null ? known : [...new Set([asked, ...known])]
}

/** The one pushed last first; of those pushed together, the higher version, and `latest` last, as it says least. */
export function compareByPushTime(a: TaggedImage, b: TaggedImage): number {
  return (
    Date.parse(b.image.pushedAt ?? '1970-01-01') - Date.parse(a.image.pushedAt ?? '1970-01-01') ||
    Number(a.keys[0].tag === 'latest') - Number(b.keys[0].tag === 'latest') ||
    compareByVersion(a.keys[0], b.keys[0])
  )
}
