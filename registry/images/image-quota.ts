/** How many images a repository, and how many tags an image may have (ECR Public, "Service quotas"). */
import type { Kysely } from 'kysely'
import type { Digest } from '#lib/oci/digest.ts'
import { countImages, countTagsOfImage } from '#registry/store/image/count-images.ts'
import type { Database } from '#registry/store/schema.ts'
import { ImageError } from './image-error.ts'

const maxImages = 100_000
const maxTags = 1000

export interface ImageQuota {
  /**
   * Looks at a repository that has just been given a new image.
   * @throws {ImageError} limit-exceeded; the transaction must then be undone
   */
  checkImages(tx: Kysely<Database>, repositoryId: number): Promise<void>
  /** The same for an image that has just been given a tag. */
  checkTags(tx: Kysely<Database>, repositoryId: number, digest: Digest): Promise<void>
}

/**
 * Counting 100,000 images takes 15 ms, which is too long for every push. What a count leaves room for is admitted
 * without another; images that are deleted, or undone, meanwhile only make that room larger.
 */
export function createImageQuota(): ImageQuota {
  const roomOf = new Map<number, number>()
  return {
    async checkImages(tx, repositoryId) {
      const room = roomOf.get(repositoryId) ?? 0
      if (room > 0) {
        roomOf.set(repositoryId, room - 1)
        return
      }
      const count = await countImages(tx, repositoryId)
      if (count > maxImages) {
        throw new ImageError('limit-exceeded', `A repository can have at most ${maxImages} images.`)
      }
      roomOf.set(repositoryId, maxImages - count)
    },
    async checkTags(tx, repositoryId, digest) {
      const count = await countTagsOfImage(tx, repositoryId, digest)
      if (count > maxTags) {
        throw new ImageError('limit-exceeded', `An image can have at most ${maxTags} tags.`)
      }
    },
  }
}
