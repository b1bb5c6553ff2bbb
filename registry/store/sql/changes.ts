/** The change feed, which is kept bounded. */
import type { Kysely } from 'kysely'
import type { ChangeWrites } from '../verbs.ts'
import type { Database } from './schema.ts'
import { toStatement } from './statement.ts'

export function createChangeVerbs(db: Kysely<Database>): ChangeWrites {
  return {
    async list(since) {
      const ends = await db
        .selectFrom('change')
        .select((select) => [
          select.fn.min<number | null>('sequence').as('oldest'),
          select.fn.max<number | null>('sequence').as('newest'),
        ])
        .executeTakeFirst()
      const newest = ends?.newest ?? 0
      const oldest = ends?.oldest ?? 1
      if (since > newest || since < oldest - 1) return { sequence: newest, reset: true, changes: [] }
      const rows = await db
        .selectFrom('change')
        .select(['sequence', 'account_id as registryId', 'repository_name as repositoryName', 'at'])
        .where('sequence', '>', since)
        .orderBy('sequence')
        .limit(pageSize)
        .execute()
      return { sequence: rows.at(-1)?.sequence ?? newest, reset: false, changes: rows }
    },
    async record(change) {
      const { accountId, repositoryName, at } = change
      const { insertId } = await db.executeQuery(insert(accountId, repositoryName, at))
      // Where it is numbered when the transaction ends, the engine makes the cut.
      if (insertId !== undefined && insertId % pruneInterval === 0n) {
        await db
          .deleteFrom('change')
          .where('sequence', '<=', Number(insertId) - keptChanges)
          .execute()
      }
    },
  }
}

const pageSize = 1000

/** A reader that is further behind reads everything again. */
export const keptChanges = 100_000

/** How many changes pass between two cuts at the old end. */
const pruneInterval = 1000n

// Written out, as every push needs it; see images.ts.
const insert = toStatement(
  'INSERT INTO change (account_id, repository_name, at) VALUES ($1, $2, $3)',
  'postponed',
)
