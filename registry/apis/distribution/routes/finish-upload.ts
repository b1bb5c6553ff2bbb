/** PUT to finish an upload, with the last chunk or without, and the `digest` of all of it. */
import type { Digest } from '#lib/oci/digest.ts'
import { commitUpload } from '#registry/domain/images/commit-upload.ts'
import type { Upload } from '#registry/domain/images/uploads.ts'
import { DigestMismatchError } from '#registry/store/content/blob-store.ts'
import type { HttpAnswer } from '#registry/wire/answer.ts'
import type { Parts, Verbs } from '../../parts.ts'
import type { RecordedContext } from '../distribution-request.ts'
import { OciError } from '../oci-error.ts'
import { requireDigest } from '../parse-reference.ts'
import { receiveChunk } from '../receive-chunk.ts'
import { toBlobAnswer } from '../upload-answer.ts'
import { requireUpload } from './require-upload.ts'

type FinishService = Parts<'images' | 'clock' | 'space'> & Verbs<'transactionIn'>

export async function closeUpload(context: RecordedContext<FinishService>): Promise<HttpAnswer> {
  context.record.add({ uploadId: context.reference })
  const upload = await requireUpload(context)
  const digest = requireDigest(context.parameters.get('digest'))
  return upload.exclusively(async () => {
    await receiveChunk(context, upload)
    return finishUpload(context, upload, digest)
  })
}

/** @throws {OciError} DIGEST_INVALID when the bytes have another digest; the upload is then over */
export async function finishUpload(
  { service, repository, record }: RecordedContext<FinishService>,
  upload: Upload,
  digest: Digest,
): Promise<HttpAnswer> {
  const { accountId: registryId, name: repositoryName } = repository
  record.add({ uploadId: upload.id, layerDigests: [digest] })
  const response = { registryId, repositoryName, uploadId: upload.id, layerDigest: digest }
  try {
    await commitUpload(service, upload, digest, (tx) => record.commit(tx, response))
  } catch (cause) {
    if (!(cause instanceof DigestMismatchError)) throw cause
    // The bytes cannot become the blob any more, whatever the client does.
    await service.images.uploads.end(upload)
    throw new OciError('DIGEST_INVALID', `${cause.message} It is not ${digest}.`, { cause })
  }
  return toBlobAnswer(repository.path, digest)
}
