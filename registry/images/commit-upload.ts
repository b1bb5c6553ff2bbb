/** Turns a finished upload into a blob of its repository. */
import type { Digest } from '#lib/oci/digest.ts'
import type { Service } from '#registry/service.ts'
import { addBlob } from '#registry/store/blob/link-blob.ts'
import type { Upload } from './uploads.ts'

/**
 * Makes the bytes durable, then notes them: whoever finds the blob in the metadata finds it on the disk.
 * @throws {DigestMismatchError} when the bytes have another digest; the upload can go on
 */
export async function commitUpload(service: Service, upload: Upload, digest: Digest): Promise<void> {
  const { store, images, clock } = service
  const { repositoryId, writer } = upload
  const { sizeBytes } = writer
  await images.blobWork.run(digest, async () => {
    await writer.commit(digest)
    await store.transaction((tx) =>
      addBlob(tx, { repositoryId, digest, sizeBytes, at: clock().toISOString() }),
    )
  })
  await images.uploads.end(upload)
}
