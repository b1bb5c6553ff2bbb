/** How a layer is unpacked, as its first bytes say. */
import { unpackGzip } from './unpack-gzip.ts'
import { unpackZstd } from './unpack-zstd.ts'

const options = {
  /** Each is a way to a thread and back, which costs more than the memory of some. */
  chunkSize: 524_288,
  // Each is read as it is: several that wait as bytes would be copied together.
  readableObjectMode: true,
  /** How many may wait to be read, so that unpacking goes on in its thread meanwhile. */
  readableHighWaterMark: 4,
}

/**
 * A stage of a pipeline, whose chunks are the reader's own; null for a layer that is not compressed.
 * @param head its first four bytes at least, where there are so many
 */
export function chooseDecompressor(head: Buffer) {
  if (isGzip(head)) return (source: AsyncIterable<Uint8Array>) => unpackGzip(source, options)
  if (head.length < 4) return null
  const magic = head.readUInt32LE(0)
  const isZstd = magic === 0xfd2fb528 || (magic & 0xfffffff0) >>> 0 === 0x184d2a50
  return isZstd ? (source: AsyncIterable<Uint8Array>) => unpackZstd(source, options) : null
}

/** True for what begins as gzip does. */
export function isGzip(start: Uint8Array): boolean {
  return start[0] === 0x1f && start[1] === 0x8b
}
