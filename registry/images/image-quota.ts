/** How many images a repository, and how many tags an image may have (ECR Public, "Service quotas"). */
import type { Kysely } from 'kysely'
import type { Digest } from '#lib/oci/digest.ts'
import { countImages, countTagsOfImage } from '#registry/store/image/count-images.ts'
import type { Database } from '#registry/store/schema.ts'
import { ImageError } from './image-error.ts'

const maxImages = 100_000
const maxTags = 1000

/** As many counts as are remembered. */
const maxKnown = 10_000

export interface ImageQuota {
  /**
   * Looks at a repository that has just been given a new image.
   * @throws {ImageError} limit-exceeded; the transaction must then be undone
   */
  checkImages(tx: Kysely<Database>, repositoryId: number): Promise<void>
  /** The same for an image that has just been given so many tags. */
  checkTags(tx: Kysely<Database>, repositoryId: number, digest: Digest, added: number): Promise<void>
}

/**
 * Counting 100,000 images takes 15 ms, which is too long for every push. What a count leaves room for is admitted
 * without another; what is deleted, or undone, meanwhile only makes that room larger.
 */
export function createImageQuota(): ImageQuota {
  const roomOf = new Map<string, number>()

  const check = async (
    key: string,
    { added, max, message }: { added: number; max: number; message: string },
    count: () => Promise<number>,
  ) => {
    let room = (roomOf.get(key) ?? 0) - added
    if (room < 0) room = max - (await count())
    if (room < 0) throw new ImageError('limit-exceeded', message)
    if (roomOf.size >= maxKnown) roomOf.clear()
    roomOf.set(key, room)
  }

  return {
    checkImages: (tx, repositoryId) =>
      check(
        `${repositoryId}`,
        { added: 1, max: maxImages, message: `A repository can have at most ${maxImages} images.` },
        () => countImages(tx, repositoryId),
      ),
    checkTags: (tx, repositoryId, digest, added) =>
      check(
        `${repositoryId} ${digest}`,
        { added, max: maxTags, message: `An image can have at most ${maxTags} tags.` },
        () => countTagsOfImage(tx, repositoryId, digest),
      ),
  }
}
