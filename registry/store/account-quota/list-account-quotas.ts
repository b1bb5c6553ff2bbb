/** Reads the quotas that are not the usual ones. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

/** Those of one account, by name. */
export async function listAccountQuotas(
  db: Kysely<Database>,
  accountId: string,
): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('account_quota')
    .select(['name', 'value'])
    .where('account_id', '=', accountId)
    .execute()
  return new Map(rows.map(({ name, value }) => [name, value]))
}

/** One of one account; null where it is the usual one. */
export async function getAccountQuota(
  db: Kysely<Database>,
  accountId: string,
  name: string,
): Promise<number | null> {
  const row = await db
    .selectFrom('account_quota')
    .select('value')
    .where('account_id', '=', accountId)
    .where('name', '=', name)
    .executeTakeFirst()
  return row?.value ?? null
}
