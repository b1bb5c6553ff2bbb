/** How often each repository was pulled, over all time. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

export interface PullTotal {
  accountId: string
  repositoryName: string
  count: number
}

/** Those that were never pulled are left out. */
export async function listPullTotals(db: Kysely<Database>): Promise<PullTotal[]> {
  return db
    .selectFrom('pull_total')
    .innerJoin('repository', 'repository.repository_id', 'pull_total.repository_id')
    .select(['repository.account_id as accountId', 'repository.name as repositoryName'])
    .select((select) => select.fn.sum<number>('pull_total.count').as('count'))
    .groupBy('pull_total.repository_id')
    .having((having) => having.fn.sum('pull_total.count'), '>', 0)
    .execute()
}
