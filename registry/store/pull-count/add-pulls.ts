/** Adds to the pull counts of repositories: by tag and day, and of all time by tag. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

export interface Pulls {
  repositoryId: number
  /** `2026-11-23`, in UTC. */
  day: string
  /** Empty for pulls by digest. */
  tag: string
  count: number
}

/** A repository that is gone since is passed over. */
export async function addPulls(tx: Kysely<Database>, pulls: readonly Pulls[]): Promise<void> {
  for (const one of pulls) {
    await addToDay(tx, one)
    await addToTotal(tx, one)
  }
}

async function addToDay(tx: Kysely<Database>, { repositoryId, day, tag, count }: Pulls): Promise<void> {
  await tx
    .insertInto('pull_count')
    .columns(['repository_id', 'day', 'tag', 'count'])
    .expression(({ selectFrom, val }) =>
      selectFrom('repository')
        .select(['repository_id', val(day).as('day'), val(tag).as('tag'), val(count).as('count')])
        .where('repository_id', '=', repositoryId),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['repository_id', 'day', 'tag'])
        .doUpdateSet(({ eb, ref }) => ({ count: eb(ref('pull_count.count'), '+', count) })),
    )
    .execute()
}

async function addToTotal(tx: Kysely<Database>, { repositoryId, tag, count }: Pulls): Promise<void> {
  await tx
    .insertInto('pull_total')
    .columns(['repository_id', 'tag', 'count'])
    .expression(({ selectFrom, val }) =>
      selectFrom('repository')
        .select(['repository_id', val(tag).as('tag'), val(count).as('count')])
        .where('repository_id', '=', repositoryId),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['repository_id', 'tag'])
        .doUpdateSet(({ eb, ref }) => ({ count: eb(ref('pull_total.count'), '+', count) })),
    )
    .execute()
}
