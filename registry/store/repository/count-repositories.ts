/** Counts an account's repositories, for the quota. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

export async function countRepositories(db: Kysely<Database>, accountId: string): Promise<number> {
  const { count } = await db
    .selectFrom('repository')
    .select((expression) => expression.fn.countAll<number>().as('count'))
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  return count
}
