/** How much room the store's metadata take on the disk, and how much the disk has left. */
import { stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { metadataFile } from './open-store.ts'

export interface StoreFiles {
  databaseBytes: number
  /** What has been committed and not been merged into the database yet. */
  logBytes: number
  /** What this user may still write on the disk of `DATA_DIR`. */
  freeBytes: number
  diskBytes: number
}

/** Asks the file system only, so that it waits for nobody. */
export async function measureStoreFiles(dataDir: string): Promise<StoreFiles> {
  const database = join(dataDir, metadataFile)
  const [databaseBytes, logBytes, disk] = await Promise.all([
    countBytes(database),
    countBytes(`${database}-wal`),
    statfs(dataDir),
  ])
  return {
    databaseBytes,
    logBytes,
    freeBytes: disk.bavail * disk.bsize,
    diskBytes: disk.blocks * disk.bsize,
  }
}

async function countBytes(path: string): Promise<number> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  return found?.size ?? 0
}
