/**
 * The table of a layer as bytes: a row for each entry in the order of the archive, with only what its path has not in common with the
 * one before, compressed. It is written while the layer comes and read row by row, so that hundreds of thousands of entries are at no
 * time as many objects.
 */
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { z } from 'zod'
import { CONTENT_HASH, ENTRY_KINDS, type LayerEntry } from './layer-entry.ts'
import { layerTrouble } from './layer-trouble.ts'
import type { LayerFacts } from './read-layer.ts'

const count = z.number().int().nonnegative()
const head = z.object({
  entryCount: count,
  nameCharacters: count,
  leftOut: count,
  unpackedBytes: count,
  trouble: layerTrouble.nullable(),
  osRelease: z.string().nullable(),
})

const hashBytes = CONTENT_HASH.characters / 2
const noHash = '0'.repeat(CONTENT_HASH.characters)
/** Numbers of a row at their longest, without its two texts. */
const maxRowBytes = 96
const maxTableBytes = 256 * 1024 * 1024

/** Entries of a layer, to be gone through as often as one likes. */
export interface LayerTable extends Iterable<LayerEntry> {
  facts: LayerFacts & { entryCount: number; nameCharacters: number }
}

/** Writes a table. */
export function createTableWriter() {
  let bytes = Buffer.alloc(64 * 1024)
  let at = 0
  let before = ''
  let entryCount = 0
  let nameCharacters = 0
  const writeNumber = (value: number) => {
    let rest = value
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes[at++] = (rest % 128) + 128
    bytes[at++] = rest
  }
  const writeText = (text: string) => {
    const length = Buffer.byteLength(text)
    writeNumber(length)
    at += bytes.write(text, at)
  }
  return {
    add({ path, kind, target, contentHash, ...numbers }: LayerEntry): void {
      entryCount++
      nameCharacters += path.length + (target?.length ?? 0)
      const needed = at + maxRowBytes + 3 * (path.length + (target?.length ?? 0))
      if (needed > bytes.length) {
        const larger = Buffer.alloc(Math.max(needed, 2 * bytes.length))
        bytes.copy(larger, 0, 0, at)
        bytes = larger
      }
      const shared = countShared(before, path)
      before = path
      writeNumber(shared)
      writeText(path.slice(shared))
      writeNumber(ENTRY_KINDS.indexOf(kind))
      writeNumber(numbers.sizeBytes)
      writeNumber(numbers.mode)
      writeNumber(numbers.uid)
      writeNumber(numbers.gid)
      // Before 1970 as well.
      writeNumber(numbers.modifiedAtS < 0 ? 1 : 0)
      writeNumber(Math.abs(numbers.modifiedAtS))
      writeNumber(target === null ? 0 : 1)
      if (target !== null) writeText(target)
      if (kind === 'file') at += bytes.write(contentHash ?? noHash, at, 'hex')
    },
    /** The whole, compressed. */
    finish(facts: LayerFacts): Uint8Array<ArrayBuffer> {
      const first = Buffer.from(`${JSON.stringify({ ...facts, entryCount, nameCharacters })}\n`)
      return new Uint8Array(zstdCompressSync(Buffer.concat([first, bytes.subarray(0, at)])))
    },
  }
}

/** Opens a table. @throws {Error} for bytes that are none; also while it is gone through */
export function openLayerTable(packed: Uint8Array): LayerTable {
  const whole = zstdDecompressSync(packed, { maxOutputLength: maxTableBytes })
  const start = whole.indexOf('\n') + 1
  const facts = head.parse(JSON.parse(whole.toString('utf8', 0, start)))
  return { facts, [Symbol.iterator]: () => listRows(whole, start) }
}

function* listRows(bytes: Buffer, start: number): Generator<LayerEntry> {
  let at = start
  let before = ''
  const readNumber = (): number => {
    let value = 0
    for (let unit = 1; ; unit *= 128) {
      const byte = bytes[at++]
      if (byte === undefined) throw new Error('The table of a layer ends within a row.')
      value += (byte % 128) * unit
      if (byte < 128) return value
    }
  }
  const readText = (): string => {
    const length = readNumber()
    at += length
    return bytes.toString('utf8', at - length, at)
  }
  while (at < bytes.length) {
    const shared = readNumber()
    // Joined to a text of its own: a piece of the one before would keep that, and all before it, in memory.
    before = before.slice(0, shared) + readText()
    const kind = ENTRY_KINDS[readNumber()]
    if (kind === undefined) throw new Error('The table of a layer names a kind that is not known.')
    const [sizeBytes, mode, uid, gid] = [readNumber(), readNumber(), readNumber(), readNumber()]
    const modifiedAtS = (readNumber() === 1 ? -1 : 1) * readNumber()
    const target = readNumber() === 1 ? readText() : null
    let contentHash: string | null = null
    if (kind === 'file') {
      contentHash = bytes.toString('hex', at, at + hashBytes)
      at += hashBytes
    }
    yield { path: before, kind, target, sizeBytes, mode, uid, gid, modifiedAtS, contentHash }
  }
}

/** Not within a pair of surrogates, whose halves are no text. */
function countShared(one: string, other: string): number {
  let shared = 0
  while (shared < one.length && one[shared] === other[shared]) shared++
  const last = one.charCodeAt(shared - 1)
  return last >= 0xd800 && last < 0xdc00 ? shared - 1 : shared
}
