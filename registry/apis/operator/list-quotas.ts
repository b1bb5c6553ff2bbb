/** Lists what an account may have, and which of it the operator has changed. */

import { requireAccount } from '#registry/domain/identities/require-account.ts'
import { type QuotaName, quotaNames, quotaTable } from '#registry/domain/limits/quota-table.ts'
import type { Store } from '#registry/store/open-store.ts'

export interface ListedQuota {
  name: QuotaName
  title: string
  unit: string
  /** Null for no limit. */
  value: number | null
  default: number | null
  isAdjustable: boolean
}

/**
 * Every quota, in the order of the table.
 * @throws {OperatorError} when there is no such account
 */
export async function listQuotas(
  { store }: { store: Pick<Store, 'accounts' | 'quotas'> },
  { accountId }: { accountId: string },
): Promise<ListedQuota[]> {
  await requireAccount(store, accountId)
  const own = await store.quotas.list(accountId)
  return quotaNames.map((name) => {
    const { title, unit, default: usual, isAdjustable } = quotaTable[name]
    const value = (isAdjustable ? own.get(name) : undefined) ?? usual
    return { name, title, unit, value, default: usual, isAdjustable }
  })
}
