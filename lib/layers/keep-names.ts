/**
 * Stands before the parser of archives, and sees to it that names which are no UTF-8 come out of it as different as they went in. It knows
 * where each header is, as the parser says of each entry how long its content is; what only looks like a header, within the content of a
 * file, is left as it is.
 */
import { isUtf8 } from 'node:buffer'
import type { ReadEntry } from 'tar'
import { blockBytes, measureNames } from './feed-blocks.ts'
import { toNameText } from './name-text.ts'
import { fillTarget, isWithoutTarget, readOwnPath, readOwnTarget, rewriteNames } from './rewrite-names.ts'

const magicAt = 257
/** What a decoder puts in place of bytes that are no text. */
const lostText = '\ufffd'
const nothing = Buffer.alloc(0)

/**
 * @param take gives bytes to the parser, which has nothing of them when it returns
 * @param maxNameBytes of larger names the parser takes none
 */
export function createNameKeeper(take: (blocks: Buffer) => void, maxNameBytes: number) {
  /** What the parser is at, and where in the archive that begins. */
  let current: Buffer = nothing
  let currentAt = 0
  /** Where in the archive the next header is. */
  let headerAt = 0
  /** The link that the parser is at has no target of its own. */
  let isTargetFilled = false

  /** Goes on over headers that are about the next entry, and blocks of zeros. */
  const passNames = () => {
    for (;;) {
      const at = headerAt - currentAt
      if (at < 0 || at + blockBytes > current.length) return
      const length = isZeros(current, at) ? blockBytes : measureNames(current, at, maxNameBytes)
      if (length === null) return
      headerAt += length
    }
  }
  const give = (blocks: Buffer) => {
    current = blocks
    take(blocks)
    passNames()
    currentAt += blocks.length
    current = nothing
  }
  /** Bytes of the header with names that begins there, or seems to, or of a link whose target may be in such a one; null for all else. */
  const measure = (blocks: Buffer, at: number): number | null => {
    // First what costs least: nearly all blocks are content.
    if (
      blocks[at + magicAt] !== 0x75 ||
      blocks.toString('latin1', at + magicAt, at + magicAt + 5) !== 'ustar'
    )
      return null
    if (isWithoutTarget(blocks, at)) return blockBytes
    const length = measureNames(blocks, at, maxNameBytes)
    return length === null || at + length > blocks.length ? null : length
  }
  /** Gives the header that the parser is at, with names that it can read. */
  const giveNames = (header: Buffer) => {
    if (isWithoutTarget(header, 0)) {
      isTargetFilled = true
      give(fillTarget(header))
      isTargetFilled = false
      return
    }
    const rewritten = isUtf8(header.subarray(blockBytes)) ? null : rewriteNames(header)
    if (rewritten === null) {
      give(header)
      return
    }
    take(rewritten)
    currentAt += header.length
    headerAt = currentAt
  }

  return {
    /**
     * Takes whole blocks, and headers with names in one piece. Each of those is given whole, so that nothing within it can pass for the
     * beginning of another one.
     */
    write(blocks: Buffer): void {
      let from = 0
      let at = 0
      for (;;) {
        // What is known to be content has no header in it.
        at = Math.max(at, from + headerAt - currentAt)
        if (at + blockBytes > blocks.length) break
        const length = measure(blocks, at)
        if (length === null) {
          at += blockBytes
          continue
        }
        if (at > from) give(blocks.subarray(from, at))
        from = at
        if (headerAt === currentAt) {
          giveNames(blocks.subarray(at, at + length))
          from = at + length
          at = from
        } else {
          at += blockBytes
        }
      }
      if (from < blocks.length) give(blocks.subarray(from))
    },
    /** To be called for each entry at its header, also for those that are left out. Gives it the names that its header has, where they were lost. */
    passEntry(entry: ReadEntry): void {
      passNames()
      const at = headerAt - currentAt
      headerAt += blockBytes + (entry.blockRemain ?? 0)
      if (isTargetFilled && !entry.extended?.linkpath) delete entry.linkpath
      if (!entry.path.includes(lostText) && !entry.linkpath?.includes(lostText)) return
      if (at < 0 || at + blockBytes > current.length) return
      const header = current.subarray(at, at + blockBytes)
      // Names that stand in a header of their own are not lost.
      const [path, target] = [readOwnPath(header), readOwnTarget(header)]
      if (path.toString() === entry.path) entry.path = toNameText(path)
      if (target.toString() === entry.linkpath) entry.linkpath = toNameText(target)
    },
  }
}

function isZeros(bytes: Buffer, start: number): boolean {
  for (let at = start; at < start + blockBytes; at++) if (bytes[at] !== 0) return false
  return true
}
