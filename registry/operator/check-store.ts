/** Whether the metadata is whole, and how much is in it. */
import { type Kysely, sql } from 'kysely'
import type { Service } from '#registry/service.ts'
import type { Database } from '#registry/store/schema.ts'
import { OperatorError } from './operator-error.ts'

const countedTables = ['account', 'alias', 'repository', 'logo', 'image', 'change'] as const

type Counts = Record<(typeof countedTables)[number], number>

/**
 * Reads the whole metadata once.
 * @returns how many rows the tables have
 * @throws {OperatorError} listing what is damaged
 */
export async function checkStore({ store, config }: Service): Promise<{ dataDir: string; rows: Counts }> {
  const { db } = store
  const integrity = await sql<{ integrity_check: string }>`PRAGMA integrity_check`.execute(db)
  const damage = integrity.rows.map((row) => row.integrity_check).filter((line) => line !== 'ok')
  const orphans = await sql<{ table: string; parent: string }>`PRAGMA foreign_key_check`.execute(db)
  for (const { table, parent } of orphans.rows) damage.push(`a row of ${table} has lost its ${parent}`)
  if (damage.length > 0) {
    throw new OperatorError(
      `The store in ${config.dataDir} is damaged; restore a backup:\n  ${damage.join('\n  ')}`,
    )
  }
  const counts = await Promise.all(countedTables.map(async (table) => [table, await countRows(db, table)]))
  return { dataDir: config.dataDir, rows: Object.fromEntries(counts) }
}

async function countRows(db: Kysely<Database>, table: (typeof countedTables)[number]): Promise<number> {
  const { count } = await db
    .selectFrom(table)
    .select((select) => select.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}
