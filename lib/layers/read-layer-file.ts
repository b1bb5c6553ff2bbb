/**
 * The content of one file of a layer. The layer is read up to the file and no further, so that what was given is checked against the hash
 * that the table has of it, which was made when the whole layer was. A hard link has the content of the file that it names in the same layer; no
 * other link is followed.
 */
import { createHash } from 'node:crypto'
import { CONTENT_HASH, type LayerEntry, toInnerPath } from './layer-entry.ts'
import type { LayerTable } from './layer-table.ts'
import { readLayer } from './read-layer.ts'

export interface FileTaker {
  /** A piece of a larger chunk, which may be another's soon. */
  take(piece: Uint8Array): void
  /** Waited for now and then, where the taker is slower. */
  settle?(): Promise<void>
}

/** Which entry of a layer has a content: the last of so many files of its path. */
interface FoundFile {
  entry: LayerEntry
  count: number
}

/** Of several entries of one path the last counts; null where that has no content in this layer. */
export function findLayerFile(table: LayerTable, path: string): FoundFile | null {
  let found: LayerEntry | null = null
  let count = 0
  for (const entry of table) {
    if (entry.path !== path || (entry.kind !== 'file' && entry.kind !== 'hard link')) continue
    found = entry
    if (entry.kind === 'file') count++
  }
  if (found === null) return null
  return found.kind === 'file' ? { entry: found, count } : findFileOfLink(table, path)
}

/** What a link names is what stood at its target when it came, which may be a link as well. */
function findFileOfLink(table: LayerTable, path: string): FoundFile | null {
  // Of the files, only those that a link may name are kept in mind.
  const named = new Set([path])
  for (const { kind, target } of table) {
    const inner = kind === 'hard link' && target !== null ? toInnerPath(target) : null
    if (inner !== null) named.add(inner)
  }
  const counts = new Map<string, number>()
  const files = new Map<string, FoundFile>()
  for (const entry of table) {
    const { kind } = entry
    if (kind === 'whiteout' || kind === 'opaque' || !named.has(entry.path)) continue
    const count = (counts.get(entry.path) ?? 0) + (kind === 'file' ? 1 : 0)
    counts.set(entry.path, count)
    const target = kind === 'hard link' && entry.target !== null ? toInnerPath(entry.target) : null
    // One that names itself has taken the place of what it names.
    const linked = target === null || target === entry.path ? undefined : files.get(target)
    const file = kind === 'file' ? { entry, count } : linked
    if (file === undefined) files.delete(entry.path)
    else files.set(entry.path, file)
  }
  return files.get(path) ?? null
}

/**
 * Gives the content piece by piece.
 * @throws {Error} when the layer has no such file; and at the end when it is not what it was
 */
export async function readLayerFile(
  source: AsyncIterable<Uint8Array>,
  { table, path }: { table: LayerTable; path: string },
  taker: FileTaker,
): Promise<LayerEntry> {
  const found = findLayerFile(table, path)
  if (found === null) throw new Error('The layer has no such file.')
  const hash = createHash(CONTENT_HASH.algorithm)
  let met = 0
  let isDone = false
  const take = (piece: Uint8Array) => {
    hash.update(piece)
    taker.take(piece)
  }
  const place = found.entry.path
  await readLayer(source, {
    open: (entry) => (entry.path === place && ++met === found.count ? take : null),
    add: (entry) => {
      isDone ||= entry.path === place && met === found.count
    },
    isDone: () => isDone,
    ...(taker.settle && { settle: () => taker.settle?.() }),
  })
  if (hash.digest('hex').slice(0, CONTENT_HASH.characters) !== found.entry.contentHash) {
    throw new Error('The file is not what it was when its layer was read.')
  }
  return found.entry
}
