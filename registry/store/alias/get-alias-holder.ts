/** Looks up who has a name, or had it. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'
import { getAliasAccount } from './get-alias-account.ts'

/** The account that the name belongs to, active or given back; null when it is free. */
export async function getAliasHolder(
  db: Kysely<Database>,
  name: string,
): Promise<{ accountId: string; released: boolean } | null> {
  const active = await getAliasAccount(db, name)
  if (active !== null) return { accountId: active, released: false }
  const row = await db
    .selectFrom('released_alias')
    .select('account_id')
    .where('name', '=', name)
    .executeTakeFirst()
  return row === undefined ? null : { accountId: row.account_id, released: true }
}
