/** Takes images and blobs out of a repository, unless something there still names them. */
import type { Digest } from '#lib/oci/digest.ts'
import type { Writes } from '#registry/store/verbs.ts'
import { ImageError } from './image-error.ts'

/**
 * Removes an image with its tags.
 * @returns false when it was not there
 * @throws {ImageError} image-in-use while an index names it
 */
export async function removeImage(
  tx: Pick<Writes, 'references' | 'images'>,
  repositoryId: number,
  digest: Digest,
): Promise<boolean> {
  const indexes = await tx.references.listTo(repositoryId, { digest, kind: 'image' })
  if (indexes.length > 0) {
    throw new ImageError(
      'image-in-use',
      `Requested image referenced by manifest list: ${indexes.join(', ')}. Delete that first.`,
    )
  }
  return tx.images.delete(repositoryId, digest)
}

/**
 * Takes a blob from the repository. Its content goes when no repository has it any more.
 * @returns false when it was not there
 * @throws {ImageError} blob-in-use while an image names it
 */
export async function removeBlob(
  tx: Pick<Writes, 'references' | 'blobs'>,
  repositoryId: number,
  digest: Digest,
): Promise<boolean> {
  const images = await tx.references.listTo(repositoryId, { digest, kind: 'blob' })
  if (images.length > 0) {
    throw new ImageError('blob-in-use', `The blob is part of ${images.join(', ')}. Delete that first.`)
  }
  return tx.blobs.unlink(repositoryId, digest)
}
