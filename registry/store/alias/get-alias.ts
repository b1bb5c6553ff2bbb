/** Reads what an account has of one name. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'
import { type Alias, toAlias } from './list-aliases.ts'

/** The alias in whatever status; null when the account neither has it nor asked for it. */
export async function getAlias(
  db: Kysely<Database>,
  { accountId, name }: { accountId: string; name: string },
): Promise<Alias | null> {
  const row = await db
    .selectFrom('alias')
    .selectAll()
    .where('name', '=', name)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return row === undefined ? null : toAlias(row)
}
