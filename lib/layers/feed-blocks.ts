/**
 * Gives the parser of archives whole blocks (POSIX.1-2024, `pax` interchange format). The parser would keep a part of a block, and copy it
 * together with all of the next chunk.
 */

const blockBytes = 512

/** @param take has nothing of what it was given when it returns */
export function createBlockFeeder(take: (blocks: Buffer) => void) {
  const begun = Buffer.alloc(blockBytes)
  let begunBytes = 0
  return {
    write(bytes: Uint8Array): void {
      const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      let at = 0
      if (begunBytes > 0) {
        at = chunk.copy(begun, begunBytes)
        begunBytes += at
        if (begunBytes < blockBytes) return
        begunBytes = 0
        take(begun)
      }
      const end = chunk.length - ((chunk.length - at) % blockBytes)
      if (end > at) take(chunk.subarray(at, end))
      begunBytes = chunk.copy(begun, 0, end)
    },
    /** Gives what is no whole block. */
    end(): void {
      if (begunBytes > 0) take(begun.subarray(0, begunBytes))
    },
  }
}
