/** The buckets of one rate: of this process alone, or shared with others on the same store. */
import { createTokenBuckets, type Rate, type Taken } from '#lib/net/token-buckets.ts'
import type { Store } from '#registry/store/open-store.ts'
import { createSharedBuckets } from './shared-buckets.ts'

export interface Buckets {
  /** Takes one token, if there is one. The rate may be another one each time. */
  take(client: string, rate: Rate): Taken | Promise<Taken>
  /** Evens out with other processes; to be called every second. */
  reconcile(): Promise<void>
}

export function createBuckets(name: string, { peers }: Pick<Store, 'peers'>, clock: () => Date): Buckets {
  if (peers.takeTokens !== null) return createSharedBuckets(name, peers.takeTokens, clock)
  const { take } = createTokenBuckets(clock)
  return { take, reconcile: async () => {} }
}
