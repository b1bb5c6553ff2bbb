/** Turns a finished upload into a blob of its repository. */
import type { Digest } from '#lib/oci/digest.ts'
import { DigestMismatchError } from '#registry/store/content/blob-store.ts'
import type { Store } from '#registry/store/open-store.ts'
import type { Transaction } from '#registry/store/verbs.ts'
import type { ImageWork } from './image-work.ts'
import { requireStoredRepository } from './require-stored-repository.ts'
import type { Upload } from './uploads.ts'

/**
 * Makes the bytes durable, then notes them: a reader that finds the blob in the metadata finds it on the disk.
 * @param onNoted runs in the transaction that notes the blob, and is told whether the repository did not have it
 * @returns false when the repository had it already, whole
 * @throws {DigestMismatchError} when the bytes have another digest; the upload can go on
 * @throws {ImageError} repository-gone, limit-exceeded, or whatever the store throws; the upload is then over
 */
export async function commitUpload(
  service: { store: Pick<Store, 'transactionIn'>; images: ImageWork; clock: () => Date },
  upload: Upload,
  digest: Digest,
  onNoted: (tx: Transaction, isNew: boolean) => Promise<void>,
): Promise<boolean> {
  const { store, images, clock } = service
  const { repositoryId, writer } = upload
  const { sizeBytes } = writer
  try {
    const isNew = await images.blobWork.run(digest, async () => {
      await writer.commit(digest)
      const wasLost = images.lost.has(digest)
      images.lost.forget(digest)
      return store.transactionIn(repositoryId, async (tx) => {
        await requireStoredRepository(tx, repositoryId)
        const known = await tx.blobs.getSize(repositoryId, digest)
        await tx.blobs.add({ repositoryId, digest, sizeBytes, at: clock().toISOString() })
        if (known === null) await images.quota.checkStorage(tx, repositoryId, sizeBytes)
        const isNewHere = known === null || wasLost
        await onNoted(tx, isNewHere)
        return isNewHere
      })
    })
    await images.uploads.end(upload)
    return isNew
  } catch (error) {
    // What a failed sync has written nobody knows, and a file that was moved without a note is garbage. So the client
    // begins again, unless it has only named another digest.
    if (!(error instanceof DigestMismatchError)) await images.uploads.end(upload)
    throw error
  }
}
