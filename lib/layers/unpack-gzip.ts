/**
 * Unpacks gzip of any number of members (RFC 1952). Each way to the thread that unpacks and back costs time, so that what comes is put together
 * first, in memory that is used again and again, while the thread has the chunk before.
 */
import { once } from 'node:events'
import { createGunzip, type Gunzip } from 'node:zlib'

const gatheredBytes = 262_144

/** @throws {Error} of zlib for what is damaged, or ends early; and what the source throws */
export async function* unpackGzip(
  source: AsyncIterable<Uint8Array>,
  options: { chunkSize: number; readableHighWaterMark: number },
): AsyncGenerator<Uint8Array> {
  const members = createGunzip(options)
  const feeding = feed(members, source)
  // Told by the stream as well, and after it is read.
  feeding.catch((error: unknown) => members.destroy(error instanceof Error ? error : undefined))
  yield* members as AsyncIterable<Uint8Array>
  await feeding
}

async function feed(members: Gunzip, source: AsyncIterable<Uint8Array>): Promise<void> {
  let isOver = false
  const over = Promise.race([once(members, 'end'), once(members, 'close')])
    .catch(() => {})
    .then(() => {
      isOver = true
    })
  let before: Promise<void> | undefined
  for await (const chunk of gather(source)) {
    if (members.destroyed) return
    // What is behind the end is read, as the digest is of everything, and passed over.
    if (isOver) continue
    const written = new Promise<void>((resolve) => members.write(chunk, () => resolve()))
    await before
    before = Promise.race([written, over])
  }
  members.end()
}

/** Each chunk is written over when the second one after it is asked for. */
async function* gather(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let [buffer, other] = [Buffer.allocUnsafeSlow(gatheredBytes), Buffer.allocUnsafeSlow(gatheredBytes)]
  let bytes = 0
  for await (const piece of source) {
    for (let at = 0; at < piece.length; ) {
      const part = piece.subarray(at, at + gatheredBytes - bytes)
      buffer.set(part, bytes)
      at += part.length
      bytes += part.length
      if (bytes < gatheredBytes) continue
      yield buffer
      ;[buffer, other, bytes] = [other, buffer, 0]
    }
  }
  if (bytes > 0) yield buffer.subarray(0, bytes)
}
