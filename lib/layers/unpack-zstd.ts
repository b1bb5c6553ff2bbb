/**
 * Unpacks zstd of any number of frames (RFC 8878, section 3.1): tools that make layers which can be read in parts write one for each file, and
 * Node's stream ends with the first one that does not end with its chunk. What followed would not be shown, and a runtime has it.
 */
import { once } from 'node:events'
import { createZstdDecompress, type ZstdDecompress } from 'node:zlib'

/** @throws {Error} of zlib for what is damaged, or ends early; and what the source throws */
export async function* unpackZstd(
  source: AsyncIterable<Uint8Array>,
  options: { chunkSize: number; readableHighWaterMark: number },
): AsyncGenerator<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]()
  const take = async () => {
    const { done, value } = await chunks.next()
    return done ? null : value
  }
  let rest = await take()
  while (rest !== null) {
    const frames = createZstdDecompress(options)
    const feeding = feed(frames, rest, take)
    // Told by the stream as well, and after it is read.
    feeding.catch((error: unknown) => frames.destroy(error instanceof Error ? error : undefined))
    yield* frames as AsyncIterable<Uint8Array>
    rest = await feeding
  }
}

/** Gives it chunks until it ends; what it has left of the last one, and null at the end of all. */
async function feed(
  frames: ZstdDecompress,
  first: Uint8Array,
  take: () => Promise<Uint8Array | null>,
): Promise<Uint8Array | null> {
  const over = Promise.race([once(frames, 'end'), once(frames, 'close')]).catch(() => {})
  let before = 0
  for (let chunk: Uint8Array | null = first; chunk !== null; chunk = await take()) {
    const written = new Promise<void>((resolve) => frames.write(chunk, () => resolve()))
    await Promise.race([written, over])
    const used = frames.bytesWritten - before
    if (used < chunk.length || frames.readableEnded || frames.destroyed) {
      const rest = chunk.subarray(used)
      return rest.length > 0 ? rest : take()
    }
    before += chunk.length
  }
  frames.end()
  return null
}
