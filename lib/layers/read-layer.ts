/**
 * Reads a layer as it comes and tells what is in it, entry by entry. Nothing is followed, written or kept here, and everything that
 * a stranger could make large is bounded: what is read up to a bound, or up to damage, is told with the reason.
 */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Parser, ReadEntry } from 'tar'
import { createBlockFeeder } from './feed-blocks.ts'
import { createContentHash } from './hash-content.ts'
import { createNameKeeper } from './keep-names.ts'
import { type EntryKind, type LayerEntry, readMarker, toInnerPath } from './layer-entry.ts'
import type { LayerTrouble } from './layer-trouble.ts'
import { createRelease } from './release-chunks.ts'
import { chooseDecompressor, isGzip } from './unpack-layer.ts'
import { joinHead, takeHead, watchSource } from './watch-source.ts'

/** What is said of a layer beside its entries. */
export interface LayerFacts {
  /** Entries that no container's file system would have, or that are of a kind of their own. */
  leftOut: number
  unpackedBytes: number
  /** Why there may be more than was told; null when it is all there. */
  trouble: LayerTrouble | null
  /** What the layer says that the distribution is: the text of its `os-release`. */
  osRelease: string | null
}

/** Who is told. */
export interface LayerReader {
  /** In the order of the archive, each when its body has been read. */
  add(entry: LayerEntry): void
  /** Takes the body of a file piece by piece, each of which is gone when it returns; null for one that is passed over. */
  open?(entry: LayerEntry): ((piece: Uint8Array) => void) | null
  /** Waited for after each chunk of the archive, where what was given takes its time. */
  settle?(): Promise<void> | undefined
  /** True when nothing more is wanted. */
  isDone?(): boolean
}

export interface LayerBounds {
  maxUnpackedBytes: number
  maxEntries: number
  /** How many times its size a layer may unpack to; the first megabytes are free. */
  maxRatio: number
  /** Of all paths and targets of links together. */
  maxNameCharacters: number
}

const defaultBounds: LayerBounds = {
  maxUnpackedBytes: 16 * 1024 ** 3,
  maxEntries: 200_000,
  maxRatio: 250,
  maxNameCharacters: 24 * 1024 * 1024,
}

const freeBytes = 64 * 1024 * 1024
const maxNameBytes = 65_536
/** Users and groups have 32 bits. */
const maxOwner = 2 ** 32 - 1
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

  readonly trouble: LayerTrouble

  constructor(trouble: LayerTrouble) {
    super(trouble.kind)
    this.trouble = trouble
  }
}

/**
 * Reads a layer that is a tar archive, plain or compressed with gzip or zstd; its first bytes say which.
 * @throws whatever the source throws, as nothing is known about the layer then; and the reason of the signal
 */
export async function readLayer(
  source: AsyncIterable<Uint8Array>,
  reader: LayerReader,
  options: { bounds?: Partial<LayerBounds>; signal?: AbortSignal } = {},
): Promise<LayerFacts> {
  const bounds = { ...defaultBounds, ...options.bounds }
  const facts: LayerFacts = { leftOut: 0, unpackedBytes: 0, trouble: null, osRelease: null }
  const watched = watchSource(source)
  const reading: Reading = { facts, reader, bounds, entryCount: 0, nameCharacters: 0, isOver: false }
  const names = createNameKeeper((bytes) => parser.write(bytes), maxNameBytes)
  const parser = openParser(reading, names)
  const blocks = createBlockFeeder(names.write, maxNameBytes)
  try {
    const { head, rest } = await takeHead(watched.chunks())
    const unpack = chooseDecompressor(head)
    const consume = async (chunks: AsyncIterable<Uint8Array>) => {
      let start = Buffer.alloc(0)
      // What was unpacked here is nobody else's.
      const release = unpack === null ? null : createRelease()
      for await (const chunk of chunks) {
        // The parser would unpack it again, past all bounds.
        if (start.length < 2) start = Buffer.concat([start, chunk.subarray(0, 2)])
        if (isGzip(start)) throw new LayerStop({ kind: 'compressed-twice' })
        facts.unpackedBytes += chunk.length
        checkBytes(facts.unpackedBytes, watched.count(), bounds)
        // The parser would keep all that is behind the end; it is read all the same, as the digest is of everything.
        if (!reading.isOver) blocks.write(chunk)
        release?.(chunk)
        await reader.settle?.()
        if (reader.isDone?.()) throw new LayerStop({ kind: 'not-to-its-end' })
      }
      // Behind its end the parser has kept what is given back by now.
      if (!reading.isOver) blocks.end()
      parser.end()
    }
    const all = Readable.from(joinHead(head, rest), { objectMode: false })
    const signal = options.signal ? { signal: options.signal } : {}
    await (unpack === null ? pipeline(all, consume, signal) : pipeline(all, unpack, consume, signal))
  } catch (error) {
    options.signal?.throwIfAborted()
    const cause = watched.failure()
    if (cause !== null) throw cause.error
    facts.trouble = error instanceof LayerStop ? error.trouble : toDamage(error)
  }
  return facts
}

interface Reading {
  facts: LayerFacts
  reader: LayerReader
  bounds: LayerBounds
  entryCount: number
  nameCharacters: number
  /** The end of the archive was met. */
  isOver: boolean
}

function openParser(reading: Reading, names: ReturnType<typeof createNameKeeper>): Parser {
  const parser = new Parser({
    maxMetaEntrySize: maxNameBytes,
    // What is compressed once more within is no tar archive.
    zstd: false,
    brotli: false,
    // Asked when a header has been read, before what is behind it.
    filter: (_, entry) => {
      if (entry instanceof ReadEntry) {
        dropBodyOfHeaderOnly(entry)
        names.passEntry(entry)
        if (entry.type.endsWith('Link') && !entry.linkpath) throw toDamaged('linkpath required')
      }
      return true
    },
    onReadEntry: (entry) => {
      takeEntry(reading, entry)
      entry.resume()
    },
    onwarn: (code, message) => {
      // What is no number in a header is told as well, and the entry is as good as it was.
      if (code !== 'TAR_ENTRY_INFO') throw toDamaged(String(message))
    },
  })
  parser.on('meta', (text: string) => {
    if (isAmbiguous(text)) throw new LayerStop({ kind: 'ambiguous' })
  })
  parser.on('eof', () => {
    reading.isOver = true
  })
  parser.on('ignoredEntry', (entry: ReadEntry) => {
    if (entry.meta) throw new LayerStop({ kind: 'long-name' })
    names.passEntry(entry)
    countEntry(reading)
    reading.facts.leftOut++
  })
  return parser
}

function toDamaged(message: string): LayerStop {
  return new LayerStop({ kind: 'damaged', detail: message.slice(0, 200) })
}

/**
 * Links, folders, devices and pipes are nothing but their header, whatever size that states: some tools write the size of what a link names.
 * The next header follows at once, as runtimes read it (Go's `archive/tar`, `isHeaderOnly`).
 */
function dropBodyOfHeaderOnly(entry: ReadEntry): void {
  const kind = kinds[entry.type]
  if (kind === undefined || kind === 'file') return
  entry.size = 0
  entry.remain = 0
  entry.startBlockSize = 0
  entry.blockRemain = 0
}

/**
 * True for an extended header whose records, taken by their lengths, are others than taken line by line, as the parser does: what it shows
 * would be another layer than the one that a runtime unpacks. Where bytes were lost that are no text, lengths say nothing.
 */
function isAmbiguous(text: string): boolean {
  // How much of a sparse file there is, and how it is called, stands where runtimes look and the parser does not.
  if (/(?:^|\n)\d+ GNU\.sparse\./.test(text)) return true
  if (!/^\d+ /.test(text) || !/\n\d+ (?:path|linkpath|size)=|^\d+ (?:path|linkpath)=/.test(text)) return false
  const bytes = Buffer.from(text)
  const starts = new Set<number>()
  for (let at = 0; at < bytes.length; ) {
    const length = Number.parseInt(bytes.toString('latin1', at, at + 12), 10)
    if (!(length > 0) || bytes[at + length - 1] !== 10) return false
    starts.add(at)
    at += length
  }
  let at = 0
  return text.split('\n').some((line) => {
    const isWithin = line !== '' && !starts.has(at)
    at += Buffer.byteLength(line) + 1
    return isWithin
  })
}

function countEntry(reading: Reading): void {
  const { maxEntries } = reading.bounds
  if (++reading.entryCount > maxEntries) {
    throw new LayerStop({ kind: 'too-many-entries', bound: maxEntries })
  }
}

function takeEntry(reading: Reading, entry: ReadEntry): void {
  countEntry(reading)
  const taken = toLayerEntry(entry)
  if (taken === null) {
    reading.facts.leftOut++
    return
  }
  reading.nameCharacters += taken.path.length + (taken.target?.length ?? 0)
  if (reading.nameCharacters > reading.bounds.maxNameCharacters) {
    throw new LayerStop({ kind: 'too-many-names' })
  }
  const { facts, reader } = reading
  // What is cut within its body has a size that nobody has seen.
  if (taken.kind === 'file') {
    const hash = createContentHash(entry.remain)
    entry.on('data', hash.update)
    const give = reader.open?.(taken)
    if (give) entry.on('data', give)
    const isRelease = taken.sizeBytes <= maxOsReleaseBytes && osReleasePaths.includes(taken.path)
    const pieces: Buffer[] = []
    if (isRelease) entry.on('data', (piece: Buffer) => pieces.push(Buffer.from(piece)))
    entry.on('end', () => {
      if (isRelease) facts.osRelease = Buffer.concat(pieces).toString()
      reader.add({ ...taken, contentHash: hash.finish() })
    })
  } else entry.on('end', () => reader.add(taken))
}

/** Null for what no container's file system would have. */
function toLayerEntry(entry: ReadEntry): LayerEntry | null {
  const inner = toInnerPath(entry.path)
  const place = inner === null ? null : readMarker(inner)
  const kind = kinds[entry.type]
  const sizeBytes = kind === 'file' ? entry.size : 0
  const target = entry.linkpath ?? null
  if (place === null || kind === undefined || isTooLong(target)) return null
  if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 0) return null
  return {
    path: place.path,
    kind: place.marker ?? kind,
    target: kind === 'symbolic link' || kind === 'hard link' ? target : null,
    sizeBytes: place.marker === null ? sizeBytes : 0,
    mode: (entry.mode ?? 0) & 0o7777,
    uid: toOwner(entry.uid),
    gid: toOwner(entry.gid),
    modifiedAtS: toSeconds(entry.mtime),
    contentHash: null,
  }
}

function isTooLong(target: string | null): boolean {
  return target !== null && (target.length > 4_096 || target.includes('\0'))
}

function toOwner(value: number | undefined): number {
  return Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= maxOwner ? Number(value) : 0
}

function toSeconds(time: Date | undefined): number {
  const seconds = Math.floor((time?.getTime() ?? 0) / 1000)
  return Number.isSafeInteger(seconds) ? seconds : 0
}

function checkBytes(unpacked: number, packed: number, { maxUnpackedBytes, maxRatio }: LayerBounds): void {
  if (unpacked > maxUnpackedBytes) throw new LayerStop({ kind: 'too-large' })
  if (unpacked > freeBytes && unpacked > packed * maxRatio) {
    throw new LayerStop({ kind: 'too-dense', bound: maxRatio })
  }
}

function toDamage(error: unknown): LayerTrouble {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'Z_BUF_ERROR' || code === 'ZSTD_error_srcSize_wrong') return { kind: 'ends-early' }
  return code === '' ? { kind: 'not-unpacked' } : { kind: 'not-unpacked-for', detail: code }
}
