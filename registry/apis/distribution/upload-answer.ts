/** The answers of uploads: how far they are and where they go on, or the blob that they became. */
import type { Digest } from '#lib/oci/digest.ts'
import type { Upload } from '#registry/domain/images/uploads.ts'
import { type HttpAnswer, toEmptyAnswer } from '#registry/wire/answer.ts'

/** Headers that tell a client where an upload stands. The range includes its last byte; of nothing it is `0-0`. */
export function toUploadHeaders(repositoryPath: string, upload: Upload): Record<string, string> {
  return {
    location: `/v2/${repositoryPath}/blobs/uploads/${upload.id}`,
    range: `0-${Math.max(0, upload.writer.sizeBytes - 1)}`,
    'docker-upload-uuid': upload.id,
  }
}

/** Where the upload goes on, and how many of its bytes are there. */
export function toUploadAnswer(status: number, repositoryPath: string, upload: Upload): HttpAnswer {
  return toEmptyAnswer(status, toUploadHeaders(repositoryPath, upload))
}

/** Where the blob is now. */
export function toBlobAnswer(repositoryPath: string, digest: Digest): HttpAnswer {
  return toEmptyAnswer(201, {
    location: `/v2/${repositoryPath}/blobs/${digest}`,
    'docker-content-digest': digest,
  })
}
