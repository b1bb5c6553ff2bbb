/** Reads a registry's display name. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

/** The display name; empty until one is set. */
export async function getDisplayName(db: Kysely<Database>, accountId: string): Promise<string> {
  const { display_name } = await db
    .selectFrom('account')
    .select('display_name')
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  return display_name
}
