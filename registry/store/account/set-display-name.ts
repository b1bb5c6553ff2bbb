/** Writes a registry's display name. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

export async function setDisplayName(
  db: Kysely<Database>,
  accountId: string,
  displayName: string,
): Promise<void> {
  await db
    .updateTable('account')
    .set({ display_name: displayName })
    .where('account_id', '=', accountId)
    .execute()
}
