/** Turns a finished upload into a blob of its repository. */
import type { Digest } from '#lib/oci/digest.ts'
import type { Service } from '#registry/service.ts'
import { addBlob } from '#registry/store/blob/link-blob.ts'
import { requireStoredRepository } from './require-stored-repository.ts'
import type { Upload } from './uploads.ts'

/**
 * Makes the bytes durable, then notes them: whoever finds the blob in the metadata finds it on the disk.
 * @throws {DigestMismatchError} when the bytes have another digest; the upload can go on
 * @throws {ImageError} repository-gone, or whatever the store throws; the upload is then over
 */
export async function commitUpload(service: Service, upload: Upload, digest: Digest): Promise<void> {
  const { store, images, clock } = service
  const { repositoryId, writer } = upload
  const { sizeBytes } = writer
  await images.blobWork.run(digest, async () => {
    await writer.commit(digest)
    try {
      await store.transaction(async (tx) => {
        await requireStoredRepository(tx, repositoryId)
        await addBlob(tx, { repositoryId, digest, sizeBytes, at: clock().toISOString() })
      })
    } finally {
      // Without a note of it the file is garbage, and is collected as such.
      await images.uploads.end(upload)
    }
  })
}
