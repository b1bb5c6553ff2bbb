/**
 * The file in which the search engine keeps its base segment: a line of JSON that says what follows, the arrays as they stand
 * in memory, and a CRC-32 of it all. Written under another name first, and renamed when it is whole; a file that is not as it
 * should be is as good as none.
 */
import { closeSync, mkdirSync, openSync, readdirSync, readSync, renameSync, rmSync, writeSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { endianness } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { crc32 } from 'node:zlib'
import { z } from 'zod'
import type { BaseSegment } from '../engine/base-segment.ts'
import { INDEX_VERSION } from './index-schema.ts'

export interface Snapshot {
  segment: BaseSegment
  /** The repository of each document. */
  repositoryIds: Uint32Array
  /** The store that it was made from, and the number of the last write that it has. */
  storeId: string
  revision: number
}

/** Of the file. The store has a version of its own, and need not be read again where only the file is another. */
const FILE_VERSION = 2
const chunkBytes = 1 << 20
const maxHeaderBytes = 16 << 20

const header = z.object({
  format: z.literal(`public-gallery-index-${INDEX_VERSION}.${FILE_VERSION}-${endianness()}`),
  storeId: z.string(),
  revision: z.number().int(),
  documentCount: z.number().int(),
  frequentCount: z.number().int(),
  /** Each with how many documents it has, and how many of them by name. */
  beginnings: z.array(z.tuple([z.string(), z.number().int(), z.number().int()])),
  /** In bytes. */
  lengths: z.array(z.number().int().nonnegative()).length(15),
})

/** Writes the file at once. */
export function writeSnapshot(file: string, snapshot: Snapshot): void {
  mkdirSync(dirname(file), { recursive: true })
  const unfinished = `${file}.${process.pid}.tmp`
  const handle = openSync(unfinished, 'w', 0o600)
  try {
    for (const chunk of listChunks(snapshot)) {
      let written = 0
      while (written < chunk.length) written += writeSync(handle, chunk, written)
    }
  } catch (error) {
    closeSync(handle)
    rmSync(unfinished, { force: true })
    throw error
  }
  closeSync(handle)
  renameSync(unfinished, file)
}

/** A file that is being written. */
export interface Writing {
  stop(): void
  /** Whether it was written to its end. */
  ended: Promise<boolean>
}

/** Writes the file in the background. A failure, or stopping it, leaves the file that was there. */
export function startSnapshot(file: string, snapshot: Snapshot, onError: (error: Error) => void): Writing {
  let isStopped = false
  const write = async () => {
    const unfinished = `${file}.${process.pid}.${snapshot.revision}.tmp`
    try {
      mkdirSync(dirname(file), { recursive: true })
      const handle = await open(unfinished, 'w', 0o600)
      try {
        for (const chunk of listChunks(snapshot)) {
          if (isStopped) break
          await handle.writeFile(chunk)
        }
      } finally {
        await handle.close()
      }
      if (!isStopped) {
        await rename(unfinished, file)
        return true
      }
    } catch (error) {
      onError(new Error(`The search index could not be written to ${file}.`, { cause: error }))
    }
    await rm(unfinished, { force: true }).catch(() => undefined)
    return false
  }
  return {
    stop: () => {
      isStopped = true
    },
    ended: write(),
  }
}

/**
 * Reads the file; null where there is none, or none that is whole, of this version and of this store. It is then deleted, so that
 * it is not mistaken for a newer one later.
 * @param revision the number of the store's last write: a file that knows of later ones is from a store that was set back
 */
export function readSnapshot(file: string, storeId: string, revision: number): Snapshot | null {
  let handle: number | null = null
  try {
    removeUnfinished(file)
    handle = openSync(file, 'r')
    const snapshot = readOpened(handle)
    if (snapshot.storeId === storeId && snapshot.revision <= revision) return snapshot
  } catch {
    // Whatever is wrong with the file, the answer is the same: the store has everything.
  } finally {
    if (handle !== null) closeSync(handle)
  }
  rmSync(file, { force: true })
  return null
}

/** What a process that was killed left behind. */
function removeUnfinished(file: string): void {
  const folder = dirname(file)
  for (const name of readdirSync(folder)) {
    if (name.startsWith(`${basename(file)}.`) && name.endsWith('.tmp'))
      rmSync(join(folder, name), { force: true })
  }
}

type Bytes = Uint8Array<ArrayBuffer>

function* listChunks({ segment, repositoryIds, storeId, revision }: Snapshot): Generator<Uint8Array> {
  const beginnings = [...segment.beginnings]
  const arrays = [
    [segment.terms.bytes],
    [segment.terms.starts],
    [segment.starts],
    [segment.documents],
    [segment.fields],
    [segment.tokenStarts],
    [segment.tokens],
    [segment.signatures],
    [repositoryIds],
    beginnings.map(([, { named }]) => named),
    beginnings.map(([, { fields }]) => fields),
    [new Uint32Array(segment.pairs.places)],
    [segment.pairs.starts],
    [segment.pairs.documents],
    [segment.pairs.fields],
  ].map((parts) => parts.map(toBytes))
  const head: z.infer<typeof header> = {
    format: header.shape.format.value,
    storeId,
    revision,
    documentCount: segment.documentCount,
    frequentCount: segment.pairs.count,
    beginnings: beginnings.map(([beginning, { count, named }]) => [beginning, count, named.length]),
    lengths: arrays.map((parts) => parts.reduce((sum, { length }) => sum + length, 0)),
  }
  const text = new TextEncoder().encode(JSON.stringify(head))
  let checksum = 0
  for (const bytes of [toBytes(Uint32Array.of(text.length)), text, ...arrays.flat()]) {
    for (let from = 0; from < bytes.length; from += chunkBytes) {
      const chunk = bytes.subarray(from, from + chunkBytes)
      checksum = crc32(chunk, checksum)
      yield chunk
    }
  }
  yield toBytes(Uint32Array.of(checksum))
}

function readOpened(handle: number): Snapshot {
  let checksum = 0
  const read = (length: number): Bytes => {
    const bytes = new Uint8Array(length)
    let at = 0
    while (at < length) {
      const count = readSync(handle, bytes, at, Math.min(16 * chunkBytes, length - at), null)
      if (count === 0) throw new Error('The file ends too early.')
      at += count
    }
    return bytes
  }
  const readChecked = (length: number): Bytes => {
    const bytes = read(length)
    for (let from = 0; from < length; from += 16 * chunkBytes) {
      checksum = crc32(bytes.subarray(from, from + 16 * chunkBytes), checksum)
    }
    return bytes
  }
  const headerLength = toNumbers(readChecked(4))[0] ?? 0
  if (headerLength > maxHeaderBytes) throw new Error('The file has no header.')
  const head = header.parse(JSON.parse(new TextDecoder().decode(readChecked(headerLength))))
  const arrays = head.lengths.map(readChecked)
  if (toNumbers(read(4))[0] !== checksum) throw new Error('The checksum does not match.')
  const at = (position: number): Bytes => arrays[position] ?? new Uint8Array(0)
  const [named, columns] = [toNumbers(at(9)), at(10)]
  let from = 0
  const beginnings = new Map(
    head.beginnings.map(([beginning, count, namedCount], place) => {
      const own = {
        fields: columns.subarray(place * head.documentCount, (place + 1) * head.documentCount),
        named: named.subarray(from, from + namedCount),
        count,
      }
      from += namedCount
      return [beginning, own]
    }),
  )
  const termStarts = toNumbers(at(1))
  return {
    segment: {
      documentCount: head.documentCount,
      terms: { count: termStarts.length - 1, bytes: at(0), starts: termStarts },
      starts: toNumbers(at(2)),
      documents: toNumbers(at(3)),
      fields: at(4),
      tokenStarts: toNumbers(at(5)),
      tokens: toNumbers(at(6)),
      signatures: toNumbers(at(7)),
      beginnings,
      pairs: {
        count: head.frequentCount,
        places: new Uint16Array(toNumbers(at(11))),
        starts: toNumbers(at(12)),
        documents: toNumbers(at(13)),
        fields: at(14),
      },
    },
    repositoryIds: toNumbers(at(8)),
    storeId: head.storeId,
    revision: head.revision,
  }
}

function toBytes(array: Uint8Array | Uint32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}

function toNumbers(bytes: Bytes): Uint32Array {
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
}
