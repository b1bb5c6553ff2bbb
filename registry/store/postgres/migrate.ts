/**
 * Brings the database to the newest form with Kysely's migrator: what is missing runs in one transaction, under a lock by which processes
 * that start at the same time wait for each other. Migrations are append-only, and their names begin with their numbers.
 */
import { Kysely, type Migration, Migrator, PostgresDialect, sql } from 'kysely'
import type { Pool } from 'pg'
import { StoreError } from '../store-error.ts'
import * as tables from './migrations/0001-tables.ts'
import * as objects from './migrations/0002-objects.ts'
import * as turns from './migrations/0003-turns.ts'
import * as rates from './migrations/0004-rates.ts'
import * as writtenBatches from './migrations/0005-written-batches.ts'

/** All that there are, in order. */
const migrations: Readonly<Record<string, string>> = {
  '0001-tables': tables.sql,
  '0002-objects': objects.sql,
  '0003-turns': turns.sql,
  '0004-rates': rates.sql,
  '0005-written-batches': writtenBatches.sql,
}

/** Before it, the store's statements cannot be run. */
const oldestServer = 140_000

/**
 * Runs the steps that are missing.
 * @throws {StoreError} when the database is too old, or a newer version of this program has written to it
 * @throws {Error} when a step fails; the database is then as it was
 */
export async function migrate(pool: Pool): Promise<void> {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: keepOpen(pool) }) })
  await requireServer(db)
  const provider = { getMigrations: async () => toMigrations() }
  const migrator = new Migrator({ db, provider, allowUnorderedMigrations: true })
  await requireKnownSteps(db)
  const { error, results } = await migrator.migrateToLatest()
  if (error === undefined) return
  const failed = results?.find(({ status }) => status === 'Error')?.migrationName ?? 'The bookkeeping'
  throw new Error(`Migration ${failed} failed; the database is as it was before.`, { cause: error })
}

/** Whether a store was made in the database. */
export async function hasTables(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query("SELECT to_regclass('store_writer') IS NOT NULL AS found")
  return rows[0]?.found === true
}

async function requireServer(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ version: string; encoding: string }>`SELECT
    current_setting('server_version_num') AS version, current_setting('server_encoding') AS encoding`.execute(
    db,
  )
  const [{ version = '0', encoding = '' } = {}] = rows
  if (Number(version) < oldestServer) {
    throw new StoreError(
      `The database is PostgreSQL ${Math.floor(Number(version) / 10_000)}; version 14 or later is needed.`,
    )
  }
  if (encoding !== 'UTF8') {
    throw new StoreError(`The database keeps texts as ${encoding}; make one with ENCODING 'UTF8'.`)
  }
}

async function requireKnownSteps(db: Kysely<unknown>): Promise<void> {
  const { rows: found } = await sql<{
    table: string | null
  }>`SELECT to_regclass('kysely_migration')::text AS "table"`.execute(db)
  if (found[0]?.table == null) return
  const { rows } = await sql<{ name: string }>`SELECT name FROM kysely_migration`.execute(db)
  const unknown = rows.find(({ name }) => !Object.hasOwn(migrations, name))
  if (unknown === undefined) return
  throw new StoreError(
    `The database was written by a newer version (step ${unknown.name}). Start that version, or restore a backup.`,
  )
}

function toMigrations(): Record<string, Migration> {
  const entries = Object.entries(migrations).map(([name, step]): [string, Migration] => [
    name,
    {
      up: (db) =>
        sql
          .raw(step)
          .execute(db)
          .then(() => {}),
    },
  ])
  return Object.fromEntries(entries)
}

/** The pool is used on when the migrations are done. */
function keepOpen(pool: Pool): Pick<Pool, 'connect'> & { end(): Promise<void> } {
  return { connect: () => pool.connect(), end: async () => {} } as Pool
}
