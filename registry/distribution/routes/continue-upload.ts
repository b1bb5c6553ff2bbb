/** PATCH of an upload: the next chunk, or all of the blob as a stream. GET of one: how far it is. DELETE: never mind. */
import { type HttpAnswer, toEmptyAnswer } from '#registry/http/answer.ts'
import type { RouteContext } from '../distribution-request.ts'
import { receiveChunk } from '../receive-chunk.ts'
import { toUploadAnswer } from '../upload-answer.ts'
import { requireUpload } from './require-upload.ts'

export async function continueUpload(context: RouteContext): Promise<HttpAnswer> {
  const upload = requireUpload(context)
  await upload.exclusively(() => receiveChunk(context, upload))
  return toUploadAnswer(202, context.repository.path, upload)
}

export function answerUploadStatus(context: RouteContext): HttpAnswer {
  return toUploadAnswer(204, context.repository.path, requireUpload(context))
}

export async function cancelUpload(context: RouteContext): Promise<HttpAnswer> {
  const upload = requireUpload(context)
  await upload.exclusively(() => context.service.images.uploads.end(upload))
  return toEmptyAnswer(204)
}
