/** How often repositories were pulled over all time, of those whose counts changed since a reader last asked. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'
import type { PullTotal } from './list-pull-totals.ts'

/** So far back it is known which repositories are gone; a reader that is further behind reads everything. */
const keptChanges = 100_000

/** The number of the last change; 0 before the first pull. */
export async function getLastPullChange(db: Kysely<Database>): Promise<number> {
  const row = await db
    .selectFrom('pull_change')
    .select((select) => select.fn.max<number | null>('sequence').as('last'))
    .executeTakeFirst()
  return row?.last ?? 0
}

/**
 * Counts that changed after the change `since`, in the order of their changes; 0 for a repository that is gone.
 * @returns null when that cannot be told: `since` is too long ago, or was never reached
 */
export async function listPullChanges(
  db: Kysely<Database>,
  since: number,
): Promise<{ last: number; totals: PullTotal[] } | null> {
  const last = await getLastPullChange(db)
  if (since > last || since < last - keptChanges) return null
  const rows = await db
    .selectFrom('pull_change as change')
    .leftJoin('repository', 'repository.repository_id', 'change.repository_id')
    .select((select) => [
      'change.sequence',
      select.fn.coalesce('repository.account_id', 'change.removed_account_id').as('accountId'),
      select.fn.coalesce('repository.name', 'change.removed_name').as('repositoryName'),
      select
        .selectFrom('pull_total')
        .select((total) => total.fn.sum<number>('pull_total.count').as('count'))
        .whereRef('pull_total.repository_id', '=', 'change.repository_id')
        .as('count'),
    ])
    .where('change.sequence', '>', since)
    .orderBy('change.sequence')
    .execute()
  const totals = rows.flatMap(({ accountId, repositoryName, count }) =>
    accountId === null || repositoryName === null ? [] : [{ accountId, repositoryName, count: count ?? 0 }],
  )
  return { last: rows.at(-1)?.sequence ?? last, totals }
}
