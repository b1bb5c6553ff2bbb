/** Whether the metadata is whole, and how much is in it. */
import { type Kysely, sql } from 'kysely'
import type { Inspection } from '../entities.ts'
import type { Database } from '../sql/schema.ts'

const countedTables = [
  'account',
  'alias',
  'repository',
  'logo',
  'image',
  'change',
] as const satisfies (keyof Inspection['rows'])[]

/** Reads the whole metadata once. */
export async function inspectMetadata(db: Kysely<Database>): Promise<Inspection> {
  const integrity = await sql<{ integrity_check: string }>`PRAGMA integrity_check`.execute(db)
  const damage = integrity.rows.map((row) => row.integrity_check).filter((line) => line !== 'ok')
  const orphans = await sql<{ table: string; parent: string }>`PRAGMA foreign_key_check`.execute(db)
  for (const { table, parent } of orphans.rows) damage.push(`a row of ${table} has lost its ${parent}`)
  const counts = await Promise.all(countedTables.map(async (table) => [table, await countRows(db, table)]))
  return { damage, rows: Object.fromEntries(counts) }
}

async function countRows(db: Kysely<Database>, table: (typeof countedTables)[number]): Promise<number> {
  const { count } = await db
    .selectFrom(table)
    .select((select) => select.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}
