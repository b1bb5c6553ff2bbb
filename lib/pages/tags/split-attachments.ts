/**
 * Parts what signers say about images, under tags made from their digests, from the images themselves, so that it is folded under the
 * image that it speaks of and counted as such. Pure.
 */
import { findAttachmentSubject, isAttachmentTag } from '#lib/oci/attachment-tag.ts'
import type { TaggedImage } from './group-image-tags.ts'

export interface SplitImages {
  /** Those with a tag of the publisher's, in their order. */
  images: TaggedImage[]
  /** Tags that speak of an image, by its digest. */
  attachments: Map<string, string[]>
  /** What speaks of an image without a tag, as one for a single platform is. */
  orphans: TaggedImage[]
  attachmentCount: number
}

const known = new WeakMap<readonly TaggedImage[], SplitImages>()

/** Parts them; remembered by the list that is given. */
export function splitAttachments(all: readonly TaggedImage[]): SplitImages {
  const before = known.get(all)
  if (before !== undefined) return before
  const images = all.filter(({ keys }) => keys.some(({ tag }) => !isAttachmentTag(tag)))
  const digests = new Set(images.map(({ image }) => image.digest))
  const attachments = new Map<string, string[]>()
  const orphans: TaggedImage[] = []
  let attachmentCount = 0
  for (const one of all) {
    const tags = one.keys.map(({ tag }) => tag).filter(isAttachmentTag)
    attachmentCount += tags.length
    for (const tag of tags) {
      const subject = findAttachmentSubject(tag) ?? ''
      if (digests.has(subject)) attachments.set(subject, [...(attachments.get(subject) ?? []), tag])
      else if (!digests.has(one.image.digest) && orphans.at(-1) !== one) orphans.push(one)
    }
  }
  const split = { images, attachments, orphans, attachmentCount }
  known.set(all, split)
  return split
}
