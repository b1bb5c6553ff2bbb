/**
 * The limits on what clients do in some time, by all processes on the store together. Rates are off unless `RATE_LIMITS` says otherwise, and what is
 * off is null, so that it costs nothing.
 */
import type { Config } from '#lib/config/config.ts'
import { createNetworkTest } from '#lib/net/is-in-networks.ts'
import type { Principal } from '#registry/domain/access/principal.ts'
import type { Store } from '#registry/store/open-store.ts'
import { createAccountRates } from './account-rates.ts'
import { createBuckets } from './buckets.ts'
import { type CallLimit, createCallLimit } from './call-limit.ts'
import { createDataLimit, type DataLimit } from './data-limit.ts'
import { type LimitedClient, toLimitedClient } from './limited-client.ts'
import { createPullLimit, type PullLimit } from './pull-limit.ts'
import { createUnprovenRecords, type UnprovenRecords } from './unproven-records.ts'

export interface Limits {
  /** Null when rates are off. */
  rates: RateLimits | null
  unprovenRecords: UnprovenRecords
  /** Has the quotas of accounts read again, as one has another value now. */
  forget(): void
  /** Writes down what was counted for the store. */
  flush(): Promise<void>
  /** Evens out with other processes on the store; to be called every second. */
  reconcile(): Promise<void>
}

export interface RateLimits {
  pulls: PullLimit
  calls: CallLimit
  data: DataLimit
  /** Who is limited together; null for who is not limited. */
  toClient(principal: Principal | null, sourceIp: string): LimitedClient | null
}

export function createLimits(config: Config, store: Store, clock: () => Date, newId: () => string): Limits {
  const unprovenRecords = createUnprovenRecords(clock)
  if (config.rateLimits === 'off')
    return { rates: null, unprovenRecords, forget() {}, async flush() {}, async reconcile() {} }
  const accountRates = createAccountRates(store)
  if (store.peers.arePossible) {
    store.onCommit(({ repositoryId }) => {
      if (repositoryId === null) accountRates.forget()
    })
  }
  const isUnlimited = createNetworkTest(config.unlimitedClients)
  const buckets = {
    pulls: createBuckets('pull', store, clock),
    calls: createBuckets('call', store, clock),
  }
  const data = createDataLimit(config, clock, store, accountRates, newId)
  return {
    rates: {
      pulls: createPullLimit(config, clock, accountRates, buckets.pulls),
      calls: createCallLimit(config, accountRates, buckets.calls),
      data,
      toClient: (principal, sourceIp) => toLimitedClient(principal, sourceIp, isUnlimited),
    },
    unprovenRecords,
    forget: () => accountRates.forget(),
    flush: () => data.flush(),
    async reconcile() {
      await Promise.all([buckets.pulls.reconcile(), buckets.calls.reconcile()])
      if (store.peers.arePossible) await data.flush()
    },
  }
}
