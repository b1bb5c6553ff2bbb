/** Removes an alias. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

export async function deleteAlias(
  tx: Kysely<Database>,
  { accountId, name }: { accountId: string; name: string },
): Promise<void> {
  await tx.deleteFrom('alias').where('name', '=', name).where('account_id', '=', accountId).execute()
}
