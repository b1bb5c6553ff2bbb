/**
 * What has come of a layer last, in memory: clients that keep up with the upstream are sent it from there, before it is on the disk.
 * All of them are sent the same bytes, so that memory does not follow their number.
 */
import { freeMemory } from '#registry/wire/free-memory.ts'

/** What is on the disk already is kept here up to that; what is not is always here. */
const keptBytes = 2 * 1024 * 1024
const keptPieces = 512

export interface Piece {
  readonly start: number
  readonly bytes: Uint8Array
  /** By whom it is used, those that keep it among them; nobody, and its memory is given back. */
  uses: number
}

/** Bytes that may be sent; to be given back when they have left, and not before. */
export interface LentPieces {
  chunks: Uint8Array[]
  bytes: number
  giveBack(): void
}

export interface RecentPieces {
  /** Up to where bytes have come. */
  readonly end: number
  add(bytes: Uint8Array): Piece
  /** To be called when the piece is on the disk. */
  noteWritten(piece: Piece): void
  /** Of those from `start` on, up to, not including, `end`; null when they are not here, or not yet. */
  lend(start: number, end: number): LentPieces | null
  /** Whether somebody who reads the file until this byte has caught up; who is only just within what is kept would soon be behind again. */
  isNear(position: number): boolean
  /** Nothing more will be asked for. What is lent stays until it is given back. */
  close(): void
}

/** @param from where the first one begins: bytes before it were received earlier */
export function createRecentPieces(from: number): RecentPieces {
  /** Where every client begins. */
  let head: Piece | null = null
  const pieces: Piece[] = []
  let end = from
  let writtenTo = from
  let isClosed = false

  const release = (piece: Piece) => {
    piece.uses -= 1
    if (piece.uses === 0) freeMemory(piece.bytes)
  }
  const shrink = () => {
    for (;;) {
      const [oldest] = pieces
      if (oldest === undefined || toEnd(oldest) > writtenTo) return
      if (!isClosed && end - oldest.start <= keptBytes && pieces.length <= keptPieces) return
      pieces.shift()
      release(oldest)
    }
  }
  /** The place of the piece that has this byte; -1 when none has. */
  const find = (position: number): number => {
    let low = 0
    let high = pieces.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const piece = pieces[middle]
      if (piece === undefined) return -1
      if (position < piece.start) high = middle - 1
      else if (position >= toEnd(piece)) low = middle + 1
      else return middle
    }
    return -1
  }
  return {
    get end() {
      return end
    },
    add(bytes) {
      // Of this list, and of whoever writes it.
      const piece: Piece = { start: end, bytes, uses: 2 }
      if (end === 0) {
        piece.uses += 1
        head = piece
      }
      pieces.push(piece)
      end += bytes.length
      shrink()
      return piece
    },
    noteWritten(piece) {
      writtenTo = Math.max(writtenTo, toEnd(piece))
      release(piece)
      shrink()
    },
    lend(start, wantedEnd) {
      if (isClosed || wantedEnd <= start) return null
      const place = find(start)
      const lent =
        place >= 0 ? takeFrom(pieces, place, wantedEnd) : head !== null && start < toEnd(head) ? [head] : []
      if (lent.length === 0) return null
      const chunks: Uint8Array[] = []
      let bytes = 0
      for (const piece of lent) {
        piece.uses += 1
        const first = start + bytes - piece.start
        const chunk = piece.bytes.subarray(first, wantedEnd - piece.start)
        chunks.push(chunk)
        bytes += chunk.length
      }
      return { chunks, bytes, giveBack: () => lent.forEach(release) }
    },
    isNear: (position) => position >= end - keptBytes / 2 && find(position) >= 0,
    close() {
      if (isClosed) return
      isClosed = true
      writtenTo = end
      shrink()
      if (head !== null) release(head)
      head = null
    },
  }
}

function takeFrom(pieces: readonly Piece[], place: number, end: number): Piece[] {
  const taken: Piece[] = []
  for (let at = place; at < pieces.length; at += 1) {
    const piece = pieces[at]
    if (piece === undefined || piece.start >= end) break
    taken.push(piece)
  }
  return taken
}

function toEnd({ start, bytes }: Piece): number {
  return start + bytes.length
}
