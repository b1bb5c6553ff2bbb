/** Writes an alias of an account. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

export interface NewAlias {
  accountId: string
  name: string
  status: 'ACTIVE' | 'PENDING'
  /** ISO 8601. */
  at: string
}

/** A custom alias, in place of what the account had of this name. It is not the primary one. */
export async function putAlias(
  tx: Kysely<Database>,
  { accountId, name, status, at }: NewAlias,
): Promise<void> {
  const row = {
    status,
    is_primary: 0,
    is_default: 0,
    created_at: at,
    decided_at: null,
    reason: null,
  } as const
  await tx
    .insertInto('alias')
    .values({ ...row, name, account_id: accountId })
    .onConflict((conflict) => conflict.columns(['name', 'account_id']).doUpdateSet(row))
    .execute()
}

/** Makes an active alias of the account its primary one. */
export async function putPrimaryAlias(
  tx: Kysely<Database>,
  { accountId, name }: { accountId: string; name: string },
): Promise<void> {
  const own = tx.updateTable('alias').where('account_id', '=', accountId)
  await own.set({ is_primary: 0 }).where('is_primary', '=', 1).execute()
  await own.set({ is_primary: 1 }).where('name', '=', name).execute()
}
