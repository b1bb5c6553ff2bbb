/** How much is in the database. Whether its files are whole is for its own tools, such as `pg_amcheck`. */
import type { Kysely } from 'kysely'
import type { Inspection } from '../entities.ts'
import type { Database } from '../sql/schema.ts'

const countedTables = ['account', 'alias', 'repository', 'logo', 'image', 'change'] as const

/** Counts the rows; rows that refer to others are kept whole by the database itself. */
export async function inspectPostgres(db: Kysely<Database>): Promise<Inspection> {
  const counts: [string, number][] = []
  for (const table of countedTables) {
    const { count } = await db
      .selectFrom(table)
      .select((select) => select.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    counts.push([table, count])
  }
  return { damage: [], rows: Object.fromEntries(counts) as Inspection['rows'] }
}
