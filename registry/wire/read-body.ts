/** Reads a request body while it is small enough to hold in memory. */
import type { IncomingHttpHeaders } from 'node:http'

/** The body is larger than the route takes. */
export class BodyTooLargeError extends Error {
  override name = 'BodyTooLargeError'
}

/**
 * Reads the whole body.
 * @throws {BodyTooLargeError} as soon as more than `maxBytes` are announced or have arrived
 */
export async function readBody(
  { headers, body }: { headers: IncomingHttpHeaders; body: AsyncIterable<Uint8Array> },
  maxBytes: number,
): Promise<Uint8Array> {
  if (Number(headers['content-length'] ?? 0) > maxBytes) throw new BodyTooLargeError()
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.length
    if (length > maxBytes) throw new BodyTooLargeError()
    chunks.push(chunk)
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
}
