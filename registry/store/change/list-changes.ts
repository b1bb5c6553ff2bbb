/** Reads the change feed. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

const pageSize = 1000

export interface ChangePage {
  /** The last change of this page, or of the feed where the page is empty; what follows it is asked for next. */
  sequence: number
  /** True when changes after `since` are gone, or `since` was never reached: read everything anew. */
  reset: boolean
  changes: { sequence: number; registryId: string; repositoryName: string | null; at: string }[]
}

/** The changes after `since`, oldest first, at most 1,000 of them. */
export async function listChanges(db: Kysely<Database>, since: number): Promise<ChangePage> {
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
}
