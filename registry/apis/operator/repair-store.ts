/**
 * Builds a damaged store again from the rows that can be read, the audit files and the blobs. The damaged files are kept.
 */
import type { Logger } from 'pino'
import type { Config } from '#lib/config/config.ts'
import { createImageWork } from '#registry/domain/images/image-work.ts'
import { openStore } from '#registry/store/open-store.ts'
import { type Salvaged, salvageStore } from '#registry/store/salvage-store.ts'
import { type RebuiltImages, rebuildImages } from './rebuild-images.ts'
import { type Redone, redoLostChanges } from './redo-lost-changes.ts'

export interface RepairedStore extends Redone {
  dataDir: string
  /** Where the damaged files are. */
  keptIn: string
  tables: Salvaged['tables']
  /** Images that were made whole out of their manifests. */
  rebuilt: string[]
}

/**
 * Only while no program runs on the store.
 * @throws {StoreLockedError} when one does
 */
export async function repairStore(
  { dataDir }: Config,
  { clock, newId, log }: { clock: () => Date; newId: () => string; log: Logger },
): Promise<RepairedStore> {
  const { keptIn, tables, newestRecord } = await salvageStore(dataDir, clock())
  const store = await openStore({ dataDir, clock })
  try {
    const images = createImageWork(store, clock, newId, log)
    const isTorn = tables.some((table) => table.isTorn || table.orphans > 0)
    const before: RebuiltImages = isTorn ? await rebuildImages({ store, images }) : { rebuilt: [], lost: [] }
    const redone = await redoLostChanges({ store, images, dataDir }, { newestKept: newestRecord, isTorn })
    return {
      ...{ dataDir, keptIn, tables, rebuilt: before.rebuilt, ...redone },
      lost: [...before.lost, ...redone.lost],
    }
  } finally {
    await store.close()
  }
}
