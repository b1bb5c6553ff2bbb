/** PATCH of an upload: the next chunk, or all of the blob as a stream. GET of one: how far it is. DELETE: the client gives it up. */
import { type HttpAnswer, toEmptyAnswer } from '#registry/wire/answer.ts'
import type { Parts } from '../../parts.ts'
import type { RecordedContext, RouteContext } from '../distribution-request.ts'
import { receiveChunk } from '../receive-chunk.ts'
import { toUploadAnswer } from '../upload-answer.ts'
import { requireUpload } from './require-upload.ts'

export async function continueUpload(
  context: RecordedContext<Parts<'images' | 'space'>>,
): Promise<HttpAnswer> {
  const { record, reference: uploadId } = context
  record.add({ uploadId })
  const upload = await requireUpload(context)
  await upload.exclusively(async () => {
    const partFirstByte = upload.writer.sizeBytes
    await receiveChunk(context, upload)
    const lastByteReceived = upload.writer.sizeBytes - 1
    record.add({ partFirstByte, partLastByte: lastByteReceived })
    record.succeed({ ...toPlace(context), uploadId, lastByteReceived })
  })
  return toUploadAnswer(202, context.repository.path, upload)
}

export async function answerUploadStatus(context: RouteContext<Parts<'images'>>): Promise<HttpAnswer> {
  return toUploadAnswer(204, context.repository.path, await requireUpload(context))
}

export async function cancelUpload(context: RecordedContext<Parts<'images'>>): Promise<HttpAnswer> {
  context.record.add({ uploadId: context.reference })
  const upload = await requireUpload(context)
  await upload.exclusively(() => context.service.images.uploads.end(upload))
  context.record.succeed({})
  return toEmptyAnswer(204)
}

function toPlace({ repository }: RouteContext): object {
  return { registryId: repository.accountId, repositoryName: repository.name }
}
