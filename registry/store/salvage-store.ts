/** Puts a new metadata file with everything that can be read in the place of a damaged one, which is kept aside. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { holdLock } from './hold-lock.ts'
import { type SalvagedTable, salvageMetadata } from './sqlite/salvage-metadata.ts'
import { StoreError } from './store-error.ts'
import { syncDirectoryNow } from './sync-directory.ts'

export interface Salvaged {
  /** The folder of the damaged files. */
  keptIn: string
  tables: SalvagedTable[]
  /** The last record of the audit log that the damaged file still had; null when that cannot be told. */
  newestRecord: number | null
}

const suffixes = ['', '-wal', '-shm']

/**
 * @throws {StoreLockedError} when a program owns `dataDir`
 * @throws {StoreError} when nothing can be read; everything is then as it was
 */
export async function salvageStore(dataDir: string, now: Date): Promise<Salvaged> {
  const releaseLock = holdLock(dataDir, now)
  try {
    const path = join(dataDir, 'metadata.sqlite')
    if (!existsSync(path)) throw new StoreError(`There is no store in ${dataDir}.`)
    const unfinished = join(dataDir, 'metadata.new.sqlite')
    for (const suffix of suffixes) rmSync(`${unfinished}${suffix}`, { force: true })
    const salvaged = await salvageMetadata(path, unfinished).catch((cause: unknown) => {
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new StoreError(
        `Nothing can be read from ${path} any more (${reason}). Restore a backup; everything is as it was.`,
        { cause },
      )
    })
    const keptIn = join(dataDir, `damaged-${now.toISOString().replaceAll(':', '-')}`)
    mkdirSync(keptIn, { mode: 0o700 })
    for (const suffix of suffixes) {
      if (existsSync(`${path}${suffix}`))
        renameSync(`${path}${suffix}`, join(keptIn, `metadata.sqlite${suffix}`))
    }
    renameSync(unfinished, path)
    syncDirectoryNow(dataDir)
    return { keptIn, ...salvaged }
  } finally {
    releaseLock()
  }
}
