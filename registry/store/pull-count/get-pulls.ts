/** How often one repository was pulled: in all, on each day, and by each tag. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

export interface RepositoryPulls {
  total: number
  /** Days without a pull are left out. */
  days: { day: string; count: number }[]
  /** Over all time, most pulled first; pulls by digest are in the total only. */
  tags: { tag: string; count: number }[]
}

/** @param options.fromDay the first day that is asked for, such as `2026-11-23` */
export async function getPulls(
  db: Kysely<Database>,
  repositoryId: number,
  { fromDay, maxTags }: { fromDay: string; maxTags: number },
): Promise<RepositoryPulls> {
  const total = await db
    .selectFrom('pull_total')
    .select((select) => select.fn.sum<number | null>('count').as('count'))
    .where('repository_id', '=', repositoryId)
    .executeTakeFirst()
  const days = await db
    .selectFrom('pull_count')
    .select('day')
    .select((select) => select.fn.sum<number>('count').as('count'))
    .where('repository_id', '=', repositoryId)
    .where('day', '>=', fromDay)
    .groupBy('day')
    .execute()
  const tags = await db
    .selectFrom('pull_total')
    .select(['tag', 'count'])
    .where('repository_id', '=', repositoryId)
    .where('tag', '<>', '')
    .orderBy('count', 'desc')
    .orderBy('tag')
    .limit(maxTags)
    .execute()
  return { total: total?.count ?? 0, days, tags }
}
