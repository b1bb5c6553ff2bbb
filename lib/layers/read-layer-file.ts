/**
 * The content of one file of a layer. The layer is read up to the file and no further, so that what was given is checked against the hash
 * that the table has of it, which was made when the whole layer was. Only files have content: no link is followed.
 */
import { createHash } from 'node:crypto'
import { CONTENT_HASH, type LayerEntry } from './layer-entry.ts'
import type { LayerTable } from './layer-table.ts'
import { readLayer } from './read-layer.ts'

export interface FileTaker {
  /** A piece of a larger chunk, which may be another's soon. */
  take(piece: Uint8Array): void
  /** Waited for now and then, where the taker is slower. */
  settle?(): Promise<void>
}

/** Of several entries of one path the last counts; null where none is a file. */
export function findLayerFile(table: LayerTable, path: string): { entry: LayerEntry; count: number } | null {
  let found: LayerEntry | null = null
  let count = 0
  for (const entry of table) {
    if (entry.kind !== 'file' || entry.path !== path) continue
    found = entry
    count++
  }
  return found && { entry: found, count }
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
  await readLayer(source, {
    open: (entry) => (entry.path === path && ++met === found.count ? take : null),
    add: (entry) => {
      isDone ||= entry.path === path && met === found.count
    },
    isDone: () => isDone,
    ...(taker.settle && { settle: () => taker.settle?.() }),
  })
  if (hash.digest('hex').slice(0, CONTENT_HASH.characters) !== found.entry.contentHash) {
    throw new Error('The file is not what it was when its layer was read.')
  }
  return found.entry
}
