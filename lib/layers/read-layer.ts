/**
 * Reads a layer as it comes into a table of what is in it. Bodies are passed over, nothing is followed or written, and everything that
 * a stranger could make large is bounded: what is read up to a bound, or up to damage, is given with the reason.
 */
import { Readable, type Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { Parser, type ReadEntry } from 'tar'
import { type EntryKind, type LayerEntry, readMarker, toInnerPath } from './layer-entry.ts'

export interface LayerTable {
  /** In the order of the archive. */
  entries: LayerEntry[]
  /** Entries that no container's file system would have, or that are of a kind of their own. */
  leftOut: number
  unpackedBytes: number
  /** A sentence that says why there may be more than the table has; null when it is all there. */
  trouble: string | null
  /** What the layer says that the distribution is: the text of its `os-release`. */
  osRelease: string | null
}

export interface LayerBounds {
  maxUnpackedBytes: number
  maxEntries: number
  /** How many times its size a layer may unpack to; the first megabytes are free. */
  maxRatio: number
}

const defaultBounds: LayerBounds = { maxUnpackedBytes: 16 * 1024 ** 3, maxEntries: 200_000, maxRatio: 250 }

const freeBytes = 64 * 1024 * 1024
const maxNameBytes = 65_536
const maxOsReleaseBytes = 65_536
const osReleasePaths = ['usr/lib/os-release', 'etc/os-release']

const kinds: Record<string, EntryKind> = {
  File: 'file',
  OldFile: 'file',
  ContiguousFile: 'file',
  Directory: 'folder',
  SymbolicLink: 'symbolic link',
  Link: 'hard link',
  CharacterDevice: 'character device',
  BlockDevice: 'block device',
  FIFO: 'fifo',
}

/** Says why reading ends before the layer does. */
class LayerStop extends Error {
  override name = 'LayerStop'
}

/**
 * Reads a layer that is a tar archive, plain or compressed with gzip or zstd; its first bytes say which.
 * @throws whatever the source throws, as nothing is known about the layer then; and the reason of the signal
 */
export async function readLayer(
  source: AsyncIterable<Uint8Array>,
  options: { bounds?: Partial<LayerBounds>; signal?: AbortSignal } = {},
): Promise<LayerTable> {
  const bounds = { ...defaultBounds, ...options.bounds }
  const table: LayerTable = { entries: [], leftOut: 0, unpackedBytes: 0, trouble: null, osRelease: null }
  const watched = watch(source)
  const parser = openParser(table, bounds)
  try {
    const { head, rest } = await takeHead(watched.chunks())
    const unpack = chooseDecompressor(head)
    const consume = async (chunks: AsyncIterable<Uint8Array>) => {
      for await (const chunk of chunks) {
        table.unpackedBytes += chunk.length
        checkBytes(table.unpackedBytes, watched.count(), bounds)
        parser.write(chunk)
      }
      parser.end()
    }
    const all = Readable.from(join(head, rest), { objectMode: false })
    const signal = options.signal ? { signal: options.signal } : {}
    await (unpack === null ? pipeline(all, consume, signal) : pipeline(all, unpack, consume, signal))
  } catch (error) {
    options.signal?.throwIfAborted()
    const cause = watched.failure()
    if (cause !== null) throw cause.error
    table.trouble = error instanceof LayerStop ? error.message : toDamage(error)
  }
  return table
}

function openParser(table: LayerTable, bounds: LayerBounds) {
  const parser = new Parser({
    maxMetaEntrySize: maxNameBytes,
    // What is compressed once more within is no tar archive.
    zstd: false,
    brotli: false,
    onReadEntry: (entry) => {
      takeEntry(table, entry, bounds)
      entry.resume()
    },
    onwarn: (code, message) => {
      // What is no number in a header is told as well, and the entry is as good as it was.
      if (code !== 'TAR_ENTRY_INFO')
        throw new LayerStop(`The layer is damaged: ${String(message).slice(0, 200)}.`)
    },
  })
  parser.on('ignoredEntry', (entry: ReadEntry) => {
    if (entry.meta) throw new LayerStop('The layer has a name or a header that is too long to be read.')
    table.leftOut++
  })
  return parser
}

function takeEntry(table: LayerTable, entry: ReadEntry, { maxEntries }: LayerBounds): void {
  if (table.entries.length + table.leftOut >= maxEntries) {
    throw new LayerStop(`Only the first ${maxEntries} entries of the layer were read.`)
  }
  const inner = toInnerPath(entry.path)
  const place = inner === null ? null : readMarker(inner)
  const kind = kinds[entry.type]
  const sizeBytes = kind === 'file' ? entry.size : 0
  const target = entry.linkpath ?? null
  if (
    place === null ||
    kind === undefined ||
    !Number.isSafeInteger(sizeBytes) ||
    sizeBytes < 0 ||
    isTooLong(target)
  ) {
    table.leftOut++
    return
  }
  const taken: LayerEntry = {
    path: place.path,
    kind: place.marker ?? kind,
    target: kind === 'symbolic link' || kind === 'hard link' ? target : null,
    sizeBytes: place.marker === null ? sizeBytes : 0,
    mode: (entry.mode ?? 0) & 0o7777,
    uid: toCount(entry.uid),
    gid: toCount(entry.gid),
    modifiedAtS: toSeconds(entry.mtime),
  }
  // What is cut within its body has a size that nobody has seen.
  entry.on('end', () => table.entries.push(taken))
  if (kind === 'file' && sizeBytes <= maxOsReleaseBytes && osReleasePaths.includes(place.path)) {
    const pieces: Buffer[] = []
    entry.on('data', (piece: Buffer) => pieces.push(piece))
    entry.on('end', () => {
      table.osRelease = Buffer.concat(pieces).toString()
    })
  }
}

function isTooLong(target: string | null): boolean {
  return target !== null && (target.length > 4_096 || target.includes('\0'))
}

function toCount(value: number | undefined): number {
  return Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : 0
}

function toSeconds(time: Date | undefined): number {
  const seconds = Math.floor((time?.getTime() ?? 0) / 1000)
  return Number.isSafeInteger(seconds) ? seconds : 0
}

function checkBytes(unpacked: number, packed: number, { maxUnpackedBytes, maxRatio }: LayerBounds): void {
  if (unpacked > maxUnpackedBytes) throw new LayerStop('The layer unpacks to more than is read.')
  if (unpacked > freeBytes && unpacked > packed * maxRatio) {
    throw new LayerStop(`The layer unpacks to more than ${maxRatio} times its size.`)
  }
}

function toDamage(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return code === 'Z_BUF_ERROR' || code === 'ZSTD_error_srcSize_wrong'
    ? 'The layer ends before its content does.'
    : `The layer cannot be unpacked${code && `: ${code}`}.`
}

function chooseDecompressor(head: Buffer): Transform | null {
  if (head[0] === 0x1f && head[1] === 0x8b) return createGunzip()
  return head.length >= 4 && head.readUInt32LE(0) === 0xfd2fb528 ? createZstdDecompress() : null
}

/** Counts the bytes of a source, and remembers whether it was the source that failed. */
function watch(source: AsyncIterable<Uint8Array>) {
  let count = 0
  let failure: { error: unknown } | null = null
  return {
    count: () => count,
    failure: () => failure,
    async *chunks() {
      const iterator = source[Symbol.asyncIterator]()
      try {
        for (;;) {
          const { done, value } = await iterator.next().catch((error: unknown) => {
            failure = { error }
            throw error
          })
          if (done) return
          count += value.length
          yield value
        }
      } finally {
        if (failure === null) await iterator.return?.()
      }
    },
  }
}

/** The first four bytes at least, where there are so many. */
async function takeHead(chunks: AsyncGenerator<Uint8Array>) {
  let head = Buffer.alloc(0)
  while (head.length < 4) {
    const { done, value } = await chunks.next()
    if (done) break
    head = Buffer.concat([head, value])
  }
  return { head, rest: chunks }
}

async function* join(head: Buffer, rest: AsyncGenerator<Uint8Array>) {
  if (head.length > 0) yield head
  yield* rest
}
