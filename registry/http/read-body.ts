/** Reads a request body while it is small enough to hold in memory. */
import type { IncomingMessage } from 'node:http'

/** The body is larger than the route takes. */
export class BodyTooLargeError extends Error {
  override name = 'BodyTooLargeError'
}

/**
 * Reads the whole body.
 * @throws {BodyTooLargeError} as soon as more than `maxBytes` are announced or have arrived; the connection stays
 *   open, so that the client can be answered
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw new BodyTooLargeError()
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    length += chunk.length
    if (length > maxBytes) throw new BodyTooLargeError()
    chunks.push(chunk)
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
}
