/** Keeps a copy of the metadata as it was before a new version of the program changed its form, so that the old version can go on from it. */
import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { createPrivateFile } from '../create-private-file.ts'
import { syncDirectoryNow } from '../sync-directory.ts'
import { readForms } from './migrate.ts'

export interface Migrated {
  /** How many steps of migration the store had had. */
  from: number
  to: number
  /** The copy, beside the metadata. */
  backup: string
}

/**
 * Copies the metadata if `migrate` is about to change it; does nothing for a new store, and for one that has the newest form.
 * @returns what is about to be done, null when that is nothing
 * @throws {Error} when there is no room for the copy; nothing has been changed then
 */
export function backUpBeforeMigration(database: DatabaseSync, path: string): Migrated | null {
  const { reached, newest } = readForms(database)
  if (reached === 0 || reached >= newest) return null
  const backup = `${path}.form-${reached}`
  // One that an earlier start began may be half of a copy; the store still has this form, so that it is made again.
  rmSync(backup, { force: true })
  try {
    createPrivateFile(backup)
    database.prepare('VACUUM INTO ?').run(backup)
    const file = openSync(backup, 'r')
    fsyncSync(file)
    closeSync(file)
    syncDirectoryNow(dirname(backup))
  } catch (error) {
    rmSync(backup, { force: true })
    throw new Error(`no copy could be made before the migration to form ${newest}: ${toReason(error)}`, {
      cause: error,
    })
  }
  return { from: reached, to: newest, backup }
}

/** For the log: what was done, and how to undo it. */
export function describeMigration({ from, to, backup }: Migrated): string {
  const original = backup.replace(/\.form-\d+$/, '')
  return `The store was brought from form ${from} to form ${to}. As it was before, it is kept in ${backup}. To go back: stop the registry, remove ${original}-wal and ${original}-shm, move the copy to ${original}, and start the earlier version; what was written since is then lost. Remove the copy when you are content.`
}

function toReason(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
