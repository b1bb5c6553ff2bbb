/** Takes images and blobs out of a repository, unless something there still names them, and most of what a large one has. */

import { setImmediate } from 'node:timers/promises'
import type { Digest } from '#lib/oci/digest.ts'
import type { Store } from '#registry/store/open-store.ts'
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
  at: string,
): Promise<boolean> {
  const indexes = await tx.references.listTo(repositoryId, { digest, kind: 'image' })
  if (indexes.length > 0) {
    throw new ImageError(
      'image-in-use',
      `Requested image referenced by manifest list: ${indexes.join(', ')}. Delete that first.`,
    )
  }
  return tx.images.delete(repositoryId, digest, at)
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

/**
 * Takes most of a large repository away before it is deleted, in many short transactions: in one, everybody else would wait for
 * as long as a hundred thousand images take. What is left goes with the repository itself, in the transaction that also has
 * the record of the call; a repository that is not large is left to that alone. The contents of its blobs are collected later.
 */
export async function emptyRepository(
  store: Pick<Store, 'transaction'>,
  repositoryId: number,
): Promise<void> {
  while ((await store.transaction((tx) => tx.repositories.shrink(repositoryId))) > 0) await setImmediate()
}
