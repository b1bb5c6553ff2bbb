/** `check`: whether the store is whole, and how much is in it. */
import { type Kysely, sql } from 'kysely'
import { OperatorError } from '../operator/operator-error.ts'
import type { Service } from '../service.ts'
import type { Database } from '../store/schema.ts'

const countedTables = ['account', 'alias', 'repository', 'logo', 'image', 'change'] as const

/**
 * Reads the whole store once.
 * @returns lines for the operator
 * @throws {OperatorError} listing what is damaged
 */
export async function checkStore({ store, config }: Service): Promise<string[]> {
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
  return [
    `The store in ${config.dataDir} is whole.`,
    ...counts.map(([table, count]) => `  ${`${table}:`.padEnd(12)} ${count}`),
  ]
}

async function countRows(db: Kysely<Database>, table: (typeof countedTables)[number]): Promise<number> {
  const { count } = await db
    .selectFrom(table)
    .select((select) => select.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}
