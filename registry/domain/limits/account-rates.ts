/** What the rates of an account are, kept in memory: they are asked for at each pull, and seldom set. */
import type { Store } from '#registry/store/open-store.ts'
import { type QuotaName, quotaTable } from './quota-table.ts'

export interface AccountRates {
  /** @returns Infinity where there is no limit */
  read(accountId: string, name: QuotaName): Promise<number>
  /** Has everything read again. */
  forget(): void
}

export function createAccountRates(store: Pick<Store, 'quotas'>): AccountRates {
  // As many as there are accounts: only one that exists has tokens or keys.
  let known = new Map<string, Promise<Map<string, number>>>()
  return {
    async read(accountId, name) {
      let quotas = known.get(accountId)
      if (quotas === undefined) {
        const into = known
        quotas = store.quotas.list(accountId)
        // Those who wait are told; the next one asks again.
        quotas.catch(() => into.delete(accountId))
        into.set(accountId, quotas)
      }
      return (await quotas).get(name) ?? quotaTable[name].default ?? Number.POSITIVE_INFINITY
    },
    forget() {
      known = new Map()
    },
  }
}
