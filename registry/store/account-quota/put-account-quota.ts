/** Writes the quotas that are not the usual ones. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

export async function putAccountQuota(
  tx: Kysely<Database>,
  { accountId, name, value }: { accountId: string; name: string; value: number },
): Promise<void> {
  await tx
    .insertInto('account_quota')
    .values({ account_id: accountId, name, value })
    .onConflict((conflict) => conflict.columns(['account_id', 'name']).doUpdateSet({ value }))
    .execute()
}

/** Makes it the usual one again; false when it was. */
export async function deleteAccountQuota(
  tx: Kysely<Database>,
  { accountId, name }: { accountId: string; name: string },
): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('account_quota')
    .where('account_id', '=', accountId)
    .where('name', '=', name)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
