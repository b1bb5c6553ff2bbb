/**
 * Brings a store to the newest form with Kysely's migrator: what is missing runs in one transaction, so that a step which fails
 * leaves the store as it was. Migrations are append-only, and their names begin with their numbers.
 */
import type { DatabaseSync } from 'node:sqlite'
import { Kysely, type Migration, Migrator } from 'kysely'
import { createCommitGroups } from './commit-groups.ts'
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
import * as tagHistory from './migrations/0011-tag-history.ts'
import * as pullClients from './migrations/0012-pull-clients.ts'
import * as pullPlatforms from './migrations/0013-pull-platforms.ts'
import * as objects from './migrations/0014-objects.ts'
import * as sizes from './migrations/0015-sizes.ts'
import * as writtenBatches from './migrations/0016-written-batches.ts'
import { toConnection } from './open-connection.ts'
import { createStoreDialect } from './store-dialect.ts'
import { createTurns } from './turns.ts'

/** Name and SQL of each step. */
export type Steps = Readonly<Record<string, string>>

/** All that there are, in order. */
export const migrations: Steps = {
  '0001-catalog': catalog.sql,
  '0002-images': images.sql,
  '0003-pull-totals': pullTotals.sql,
  '0004-identities': identities.sql,
  '0005-aliases': aliases.sql,
  '0006-quotas': quotas.sql,
  '0007-audit': audit.sql,
  '0008-tag-statistics': tagStatistics.sql,
  '0009-pull-changes': pullChanges.sql,
  '0010-publisher-profiles': publisherProfiles.sql,
  '0011-tag-history': tagHistory.sql,
  '0012-pull-clients': pullClients.sql,
  '0013-pull-platforms': pullPlatforms.sql,
  '0014-objects': objects.sql,
  '0015-sizes': sizes.sql,
  '0016-written-batches': writtenBatches.sql,
}

/** The form that this program brings a store to: a store of a higher one is of a newer program. */
export const newestForm = Object.keys(migrations).length

/** A newer version of the program has written to the store. */
export class NewerStoreError extends Error {
  override name = 'NewerStoreError'
}

/**
 * Runs the steps that are missing.
 * @param database before anything else is done with it
 * @throws {NewerStoreError} when the store has had steps that this program does not know
 * @throws {Error} when a step fails; the store is then as it was
 */
export async function migrate(database: DatabaseSync, steps: Steps = migrations): Promise<void> {
  const names = Object.keys(steps)
  const reached = readVersion(database)
  if (reached > names.length) {
    throw new NewerStoreError(
      `The store was written by a newer version (form ${reached}, this program knows ${names.length}). Start that version, or restore a backup.`,
    )
  }
  noteEarlierSteps(database, names.slice(0, reached))
  const migrator = new Migrator({
    db: openForMigration(database),
    provider: { getMigrations: async () => toMigrations(database, steps) },
    // Order is by the clock, which may have been set back between two of them; the names are in order anyway.
    allowUnorderedMigrations: true,
  })
  const { error, results } = await migrator.migrateToLatest()
  if (error === undefined) return
  const failed = results?.find(({ status }) => status === 'Error')?.migrationName ?? 'The bookkeeping'
  throw new Error(`Migration ${failed} failed; the store is as it was before.`, { cause: error })
}

/** How many steps the store has had, and how many there are. */
export function readForms(database: DatabaseSync): { reached: number; newest: number } {
  return { reached: readVersion(database), newest: Object.keys(migrations).length }
}

/** One connection that nobody else has yet: there are no turns to wait for, and the first sync of the log covers this too. */
function openForMigration(database: DatabaseSync): Kysely<unknown> {
  const connection = toConnection(database)
  const wal = { sync: async () => {}, requireWorking: () => {} }
  const connections = {
    reader: connection,
    writer: connection,
    groups: createCommitGroups(database, createTurns(), () => {}),
    onCommit: () => {},
    wal,
  }
  return new Kysely({ dialect: createStoreDialect(connections) })
}

function toMigrations(database: DatabaseSync, steps: Steps): Record<string, Migration> {
  const entries = Object.entries(steps).map(([name, step], index): [string, Migration] => [
    name,
    {
      // The number is for versions of the program that look at nothing else.
      up: async () => database.exec(`${step};\nPRAGMA user_version = ${index + 1}`),
    },
  ])
  return Object.fromEntries(entries)
}

/** Earlier versions of the program noted the number of steps only. */
function noteEarlierSteps(database: DatabaseSync, names: readonly string[]): void {
  if (names.length === 0) return
  database.exec(
    'CREATE TABLE IF NOT EXISTS kysely_migration (name varchar(255) NOT NULL PRIMARY KEY, timestamp varchar(255) NOT NULL)',
  )
  const note = database.prepare('INSERT OR IGNORE INTO kysely_migration VALUES (?, ?)')
  for (const name of names) note.run(name, new Date(0).toISOString())
}

/** Whether no step is missing. */
export function isNewest(database: DatabaseSync): boolean {
  return readVersion(database) === Object.keys(migrations).length
}

function readVersion(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0)
}
