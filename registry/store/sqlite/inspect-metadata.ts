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

/** Reads the whole metadata once. What is too damaged to be read is one line more, never a failure. */
export async function inspectMetadata(db: Kysely<Database>): Promise<Inspection> {
  const damage: string[] = []
  const look = async <Result>(what: string, run: () => Promise<Result>): Promise<Result | null> => {
    try {
      return await run()
    } catch (error) {
      damage.push(`${what} cannot be read: ${error instanceof Error ? toReason(error) : error}`)
      return null
    }
  }
  // As SELECT, which goes to the connection that only reads: also a store that takes no writes is looked at.
  const integrity = await look('the file', () =>
    sql<{ integrity_check: string }>`SELECT integrity_check FROM pragma_integrity_check`.execute(db),
  )
  const lines = integrity?.rows.map((row) => row.integrity_check) ?? []
  damage.push(...lines.filter((line) => line !== 'ok'))
  const orphans = await look('what rows refer to', () =>
    sql<{ table: string; parent: string }>`SELECT "table", parent FROM pragma_foreign_key_check`.execute(db),
  )
  for (const { table, parent } of orphans?.rows ?? []) {
    damage.push(`a row of ${table} has lost its ${parent}`)
  }
  const counts: [string, number][] = []
  for (const table of countedTables)
    counts.push([table, (await look(`table ${table}`, () => countRows(db, table))) ?? 0])
  return { damage, rows: Object.fromEntries(counts) as Inspection['rows'] }
}

function toReason({ message, cause }: Error): string {
  return cause instanceof Error ? cause.message : message
}

async function countRows(db: Kysely<Database>, table: (typeof countedTables)[number]): Promise<number> {
  const { count } = await db
    .selectFrom(table)
    .select((select) => select.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}
