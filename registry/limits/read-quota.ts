/** What a quota is for an account: what the operator has set, or the usual value. */
import type { Kysely } from 'kysely'
import { getAccountQuota } from '#registry/store/account-quota/list-account-quotas.ts'
import type { Database } from '#registry/store/schema.ts'
import { type QuotaName, quotaTable } from './quota-table.ts'

/** @returns Infinity where there is no limit */
export async function readQuota(db: Kysely<Database>, accountId: string, name: QuotaName): Promise<number> {
  const { isAdjustable, default: usual } = quotaTable[name]
  const own = isAdjustable ? await getAccountQuota(db, accountId, name) : null
  return own ?? usual ?? Number.POSITIVE_INFINITY
}
