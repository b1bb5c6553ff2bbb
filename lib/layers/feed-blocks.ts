/**
 * Gives the parser of archives whole blocks (POSIX.1-2024, `pax` interchange format), and a header with long names in one piece. The parser
 * would keep a part of a block, and copy it together with all of the next chunk; and it makes text of each piece of names by itself, so that a
 * letter of several bytes that is cut would be lost.
 */
import { Header } from 'tar'

const blockBytes = 512
/** Where a header says what it is. */
const typeAt = 156
/** Those whose content is names and records for the entry behind them, or for all. */
const typesOfNames = new Set(Buffer.from('xgXLKN'))

/**
 * @param take has nothing of what it was given when it returns
 * @param maxNameBytes of larger names the parser takes none
 */
export function createBlockFeeder(take: (blocks: Buffer) => void, maxNameBytes: number) {
  const held = Buffer.alloc(blockBytes + maxNameBytes + blockBytes)
  let heldBytes = 0
  /** Until so many are held. */
  let wantedBytes = 0

  /** Bytes of the header with its names that begins there; null for all else. */
  const measureNames = (bytes: Buffer, at: number): number | null => {
    if (!typesOfNames.has(bytes[at + typeAt] ?? 0)) return null
    const { cksumValid, size = 0 } = new Header(bytes, at)
    if (!cksumValid || !(size >= 0) || size > maxNameBytes) return null
    return blockBytes * (1 + Math.ceil(size / blockBytes))
  }
  /** From where bytes of whole blocks have to wait for what comes next. */
  const findCutNames = (bytes: Buffer): { at: number; wanted: number } | null => {
    for (let at = Math.max(0, bytes.length - held.length); at < bytes.length; at += blockBytes) {
      const wanted = measureNames(bytes, at)
      if (wanted !== null && at + wanted > bytes.length) return { at, wanted }
    }
    return null
  }
  const hold = (bytes: Buffer, wanted: number) => {
    heldBytes += bytes.copy(held, heldBytes)
    wantedBytes = wanted
  }
  /** Fills up what is held; gives how many bytes that took. */
  const complete = (chunk: Buffer): number => {
    let at = 0
    while (heldBytes > 0) {
      const part = chunk.subarray(at, at + wantedBytes - heldBytes)
      at += part.length
      hold(part, wantedBytes)
      if (heldBytes < wantedBytes) return at
      const wanted = heldBytes === blockBytes ? measureNames(held, 0) : null
      if (wanted !== null && wanted > heldBytes) {
        wantedBytes = wanted
        continue
      }
      const whole = held.subarray(0, heldBytes)
      heldBytes = 0
      take(whole)
    }
    return at
  }

  return {
    write(bytes: Uint8Array): void {
      const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      const rest = chunk.subarray(complete(chunk))
      if (rest.length === 0) return
      const blocks = rest.subarray(0, rest.length - (rest.length % blockBytes))
      const cut = findCutNames(blocks)
      const end = cut?.at ?? blocks.length
      if (end > 0) take(blocks.subarray(0, end))
      hold(rest.subarray(end), cut?.wanted ?? blockBytes)
    },
    /** Gives what is not whole. */
    end(): void {
      if (heldBytes > 0) take(held.subarray(0, heldBytes))
    },
  }
}
