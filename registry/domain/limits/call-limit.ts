/** How fast an account calls the operations that push and log in (ECR Public, "Service quotas"), over either API. */
import type { Config } from '#lib/config/config.ts'
import type { AccountRates } from './account-rates.ts'
import type { Buckets } from './buckets.ts'
import { LimitError } from './limit-error.ts'
import { toRate } from './pull-limit.ts'
import { rateOfOperation } from './quota-table.ts'
import { toRateHeaders } from './rate-headers.ts'

export interface CallLimit {
  /**
   * Counts a call of an operation such as `PutImage`; most operations have no limit.
   * @throws {LimitError} when the account has to wait
   */
  take(accountId: string, operation: string): Promise<void>
}

export function createCallLimit(
  { rateBurstSeconds }: Config,
  accountRates: AccountRates,
  buckets: Buckets,
): CallLimit {
  return {
    async take(accountId, operation) {
      const name = rateOfOperation.get(operation)
      if (name === undefined) return
      const rate = toRate(await accountRates.read(accountId, name), rateBurstSeconds)
      const taken = await buckets.take(`${accountId} ${operation}`, rate)
      if (!taken.isAllowed) throw new LimitError('Rate exceeded', toRateHeaders(operation, rate, taken))
    },
  }
}
