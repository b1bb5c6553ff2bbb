/** Takes the body of a request into an upload, at the place that the client says (distribution specification 1.1.1, "Pushing a blob in chunks"). */
import { maxBlobBytes, type Upload } from '#registry/domain/images/uploads.ts'
import type { DiskSpace } from '#registry/store/disk-space.ts'
import { freeMemory } from '#registry/wire/free-memory.ts'
import type { Parts } from '../parts.ts'
import type { RouteContext } from './distribution-request.ts'
import { OciError } from './oci-error.ts'
import { parseContentRange } from './parse-range.ts'
import { toUploadHeaders } from './upload-answer.ts'

/**
 * Adds the chunk; when the client breaks off, none of it.
 * @throws {OciError} 416 when it does not begin where the last one ended, SIZE_INVALID when it is not as long as it says
 */
export async function receiveChunk(
  { service, request, repository }: Pick<RouteContext<Parts<'space'>>, 'service' | 'request' | 'repository'>,
  upload: Upload,
): Promise<void> {
  const header = request.headers['content-range']
  const range = header === undefined ? null : parseContentRange(header)
  if (header !== undefined && range === null) {
    throw new OciError('BLOB_UPLOAD_INVALID', `'${header.slice(0, 100)}' is not a range of bytes.`)
  }
  if (range !== null && range.start !== upload.writer.sizeBytes) {
    const message = `The chunk begins at ${range.start}, but ${upload.writer.sizeBytes} bytes have been received.`
    throw new OciError('BLOB_UPLOAD_INVALID', message, {
      status: 416,
      headers: toUploadHeaders(repository.path, upload),
    })
  }
  const expectedBytes = range === null ? null : range.end - range.start
  const chunks = withinBounds(request.body, upload.writer.sizeBytes, expectedBytes, {
    requireRoom: service.space.requireRoom,
    // What the client has said beforehand has been asked for.
    isAnnounced: request.headers['content-length'] !== undefined,
  })
  await upload.writer.append(chunks, freeMemory)
}

async function* withinBounds(
  body: AsyncIterable<Uint8Array>,
  before: number,
  expectedBytes: number | null,
  growth: Pick<DiskSpace, 'requireRoom'> & { isAnnounced: boolean },
): AsyncGenerator<Uint8Array> {
  let received = 0
  for await (const chunk of body) {
    received += chunk.length
    if (before + received > maxBlobBytes) {
      throw new OciError('SIZE_INVALID', `A blob may have at most ${maxBlobBytes} bytes.`, { status: 413 })
    }
    if (expectedBytes !== null && received > expectedBytes) break
    growth.requireRoom(growth.isAnnounced ? 0 : chunk.length)
    yield chunk
  }
  if (expectedBytes !== null && received !== expectedBytes) {
    throw new OciError(
      'SIZE_INVALID',
      `The chunk does not have the ${expectedBytes} bytes that its range says.`,
    )
  }
}
