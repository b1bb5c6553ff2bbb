import type { ImageTag } from '#lib/gallery/list-image-tags.ts'
import { sortByPushTime } from './sort-by-push-time.ts'

/** One image with all the tags that name it. */
export interface TagGroup {
  image: ImageTag
  otherTags: string[]
}

/**
 * Puts tags of one digest together, the newest image first, and leaves out images of which no tag contains
 * `filter`.
 */
export function groupTags(tags: ImageTag[], filter: string): TagGroup[] {
  const wanted = filter.trim().toLowerCase()
  const groups = new Map<string, TagGroup>()
  for (const image of sortByPushTime(tags)) {
    const group = groups.get(image.digest)
    if (group) group.otherTags.push(image.tag)
    else groups.set(image.digest, { image, otherTags: [] })
  }
  return [...groups.values()].filter(({ image, otherTags }) =>
    [image.tag, ...otherTags].some((tag) => tag.toLowerCase().includes(wanted)),
  )
}
