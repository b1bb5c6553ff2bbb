/** Lists accounts, each of which owns one registry. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

export interface Account {
  accountId: string
  /** Empty until one is set. */
  displayName: string
  verified: boolean
}

/** Up to `limit` accounts whose ids come after `after`, from the first one when that is null; one when `only` is set. */
export async function listAccounts(
  db: Kysely<Database>,
  { only, after, limit }: { only: string | null; after: string | null; limit: number },
): Promise<Account[]> {
  const rows = await db
    .selectFrom('account')
    .select(['account_id', 'display_name', 'verified'])
    .$if(only !== null, (query) => query.where('account_id', '=', only ?? ''))
    .$if(after !== null, (query) => query.where('account_id', '>', after ?? ''))
    .orderBy('account_id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    accountId: row.account_id,
    displayName: row.display_name,
    verified: row.verified === 1,
  }))
}
