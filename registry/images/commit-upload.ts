/** Turns a finished upload into a blob of its repository. */
import type { Digest } from '#lib/oci/digest.ts'
import type { Service } from '#registry/service.ts'
import { addBlob, getBlobSize } from '#registry/store/blob/link-blob.ts'
import type { Upload } from './uploads.ts'

/**
 * Makes the bytes durable, then notes them: whoever finds the blob in the metadata finds it on the disk.
 * @returns false when the repository had it already
 * @throws {DigestMismatchError} when the bytes have another digest; the upload can go on
 */
export async function commitUpload(service: Service, upload: Upload, digest: Digest): Promise<boolean> {
  const { store, images, clock } = service
  const { repositoryId, writer } = upload
  const { sizeBytes } = writer
  const isNew = await images.blobWork.run(digest, async () => {
    await writer.commit(digest)
    return store.transaction(async (tx) => {
      const known = await getBlobSize(tx, repositoryId, digest)
      await addBlob(tx, { repositoryId, digest, sizeBytes, at: clock().toISOString() })
      return known === null
    })
  })
  await images.uploads.end(upload)
  return isNew
}
