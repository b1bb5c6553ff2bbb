/** What a quota is for an account: what the operator has set, or the usual value. */

import type { Reads } from '#registry/store/verbs.ts'
import { type QuotaName, quotaTable } from './quota-table.ts'

/** @returns Infinity where there is no limit */
export async function readQuota(
  db: Pick<Reads, 'quotas'>,
  accountId: string,
  name: QuotaName,
): Promise<number> {
  const { isAdjustable, default: usual } = quotaTable[name]
  const own = isAdjustable ? await db.quotas.get(accountId, name) : null
  return own ?? usual ?? Number.POSITIVE_INFINITY
}
