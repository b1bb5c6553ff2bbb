/**
 * Brings a store to the newest form. Migrations are append-only and numbered by their place in the list; the
 * number reached stands in SQLite's `user_version`, written in the transaction that made the step.
 */
import type { DatabaseSync } from 'node:sqlite'
import * as catalog from './migrations/0001-catalog.ts'
import * as images from './migrations/0002-images.ts'
import * as pullTotals from './migrations/0003-pull-totals.ts'
import * as identities from './migrations/0004-identities.ts'
import * as aliases from './migrations/0005-aliases.ts'
import * as quotas from './migrations/0006-quotas.ts'
import * as audit from './migrations/0007-audit.ts'
import * as tagStatistics from './migrations/0008-tag-statistics.ts'
import * as pullChanges from './migrations/0009-pull-changes.ts'
import * as publisherProfiles from './migrations/0010-publisher-profiles.ts'

const migrations: readonly string[] = [
  catalog.sql,
  images.sql,
  pullTotals.sql,
  identities.sql,
  aliases.sql,
  quotas.sql,
  audit.sql,
  tagStatistics.sql,
  pullChanges.sql,
  publisherProfiles.sql,
]

/** A newer version of the program has written to the store. */
export class NewerStoreError extends Error {
  override name = 'NewerStoreError'
}

/**
 * Runs the steps that are missing.
 * @throws {NewerStoreError} when the store has had steps that this program does not know
 * @throws {Error} when a step fails; the store is then as the step found it
 */
export function migrate(database: DatabaseSync, steps: readonly string[] = migrations): void {
  const reached = readVersion(database)
  if (reached > steps.length) {
    throw new NewerStoreError(
      `The store was written by a newer version (form ${reached}, this program knows ${steps.length}). Start that version, or restore a backup.`,
    )
  }
  for (const [index, step] of steps.entries()) {
    if (index < reached) continue
    database.exec('BEGIN IMMEDIATE')
    try {
      database.exec(step)
      database.exec(`PRAGMA user_version = ${index + 1}`)
      database.exec('COMMIT')
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK')
      throw new Error(`Migration ${index + 1} failed; the store is as it was before it.`, { cause: error })
    }
  }
}

function readVersion(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0)
}
