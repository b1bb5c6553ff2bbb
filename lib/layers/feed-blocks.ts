/**
 * Gives the parser of archives whole blocks (POSIX.1-2024, `pax` interchange format), and a header with long names in one piece. The parser
 * would keep a part of a block, and copy it together with all of the next chunk; and it makes text of each piece of names by itself, so that a
 * letter of several bytes that is cut would be lost.
 */
import { Header } from 'tar'

export const blockBytes = 512
/** Where a header says what it is. */
const typeAt = 156
const checksumAt = 148
const checksumBytes = 8
/** Those whose content is names and records for the entry behind them, or for all. */
const typesOfNames = new Set(Buffer.from('xgXLKN'))

/** Bytes of the header with its names that begins there; null for all else. */
export function measureNames(bytes: Buffer, at: number, maxNameBytes: number): number | null {
  if (!typesOfNames.has(bytes[at + typeAt] ?? 0)) return null
  const header = readHeader(bytes, at)
  if (header === null) return null
  // The parser takes a field with nothing in it for 0, too.
  const size = header.size ?? 0
  if (size > maxNameBytes) return null
  return blockBytes * (1 + Math.ceil(size / blockBytes))
}

/** Null for what is no header: content may look like one, and have numbers in its fields that the parser throws for. */
export function readHeader(bytes: Buffer, at: number): Header | null {
  if (!isSumRight(bytes, at)) return null
  try {
    return new Header(bytes, at)
  } catch {
    return null
  }
}

function isSumRight(bytes: Buffer, at: number): boolean {
  let sum = checksumBytes * 0x20
  for (let place = at; place < at + blockBytes; place++) sum += bytes[place] ?? 0
  for (let place = at + checksumAt; place < at + checksumAt + checksumBytes; place++) sum -= bytes[place] ?? 0
  return (
    sum === Number.parseInt(bytes.toString('latin1', at + checksumAt, at + checksumAt + checksumBytes), 8)
  )
}

/**
 * @param take has nothing of what it was given when it returns
 * @param maxNameBytes of larger names the parser takes none
 */
export function createBlockFeeder(take: (blocks: Buffer) => void, maxNameBytes: number) {
  const held = Buffer.alloc(blockBytes + maxNameBytes + blockBytes)
  let heldBytes = 0
  /** Until so many are held. */
  let wantedBytes = 0

  /** From where bytes of whole blocks have to wait for what comes next. */
  const findCutNames = (bytes: Buffer): { at: number; wanted: number } | null => {
    for (let at = Math.max(0, bytes.length - held.length); at < bytes.length; at += blockBytes) {
      const wanted = measureNames(bytes, at, maxNameBytes)
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
      const wanted = heldBytes === blockBytes ? measureNames(held, 0, maxNameBytes) : null
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
