/**
 * How fast images are pulled (ECR Public, "Service quotas"): by an account, or without a login by a network. Pulls are
 * counted, not requests: GET of a manifest is one, and HEAD, layers and tags are none. An index and then the images that it
 * names are one pull, as that is what a client does to get one image.
 */
import { LRUCache } from 'lru-cache'
import type { Config } from '#lib/config/config.ts'
import type { Rate } from '#lib/net/token-buckets.ts'
import type { AccountRates } from './account-rates.ts'
import type { Buckets } from './buckets.ts'
import { LimitError } from './limit-error.ts'
import { type LimitedClient, toClientKey } from './limited-client.ts'
import { toRateHeaders } from './rate-headers.ts'

export interface PulledManifest {
  repositoryId: number
  isIndex: boolean
  /** An index of the repository names it. */
  isChild: boolean
}

export interface PullLimit {
  /**
   * Counts a pull.
   * @returns headers for its answer
   * @throws {LimitError} when the client has to wait
   */
  take(client: LimitedClient, manifest: PulledManifest): Promise<Record<string, string>>
  /**
   * Before something is fetched for a pull, of which nobody knows yet whether it counts.
   * @param repositoryId null where there is none yet
   * @throws {LimitError} when the client has just been told to wait
   */
  check(client: LimitedClient, repositoryId: number | null): void
}

/** For so long after its index an image counts as pulled with it. */
const withIndexMs = 60_000
/** So many images count as pulled with one index; the largest name about as many platforms. */
const maxWithIndex = 32
const maxIndexes = 100_000
/** A refusal is remembered for no longer, as the rate of an account may be changed. */
const maxRefusedMs = 5_000

export function createPullLimit(
  { rateBurstSeconds, anonymousPullsPerSecond }: Config,
  clock: () => Date,
  accountRates: AccountRates,
  buckets: Buckets,
): PullLimit {
  // An address or an account, two numbers and a key: about 200 bytes each.
  const indexes = new LRUCache<string, { untilMs: number; left: number }>({ max: maxIndexes })

  // Small: a key, a time, and the headers of an answer.
  const refusals = new LRUCache<string, { untilMs: number; headers: Record<string, string> }>({ max: 10_000 })

  const getIndex = (key: string) => {
    const index = indexes.get(key)
    return index === undefined || index.untilMs <= clock().getTime() || index.left === 0 ? null : index
  }
  const isWithIndex = (key: string) => {
    const index = getIndex(key)
    if (index === null) return false
    index.left -= 1
    return true
  }

  return {
    async take(client, { repositoryId, isIndex, isChild }) {
      const key = toClientKey(client)
      if (isChild && isWithIndex(`${key} ${repositoryId}`)) return {}
      const perSecond =
        client.kind === 'account'
          ? await accountRates.read(client.accountId, 'pull-rate')
          : anonymousPullsPerSecond
      const rate = toRate(perSecond, rateBurstSeconds)
      const taken = await buckets.take(key, rate)
      const headers = toRateHeaders('pulls', rate, taken)
      if (!taken.isAllowed) {
        const untilMs = clock().getTime() + Math.min(taken.retryAfterMs, maxRefusedMs)
        refusals.set(key, { untilMs, headers })
        throw new LimitError('Rate exceeded', headers)
      }
      if (isIndex) {
        // What is forgotten costs its client a pull for an image of the index.
        indexes.set(`${key} ${repositoryId}`, {
          untilMs: clock().getTime() + withIndexMs,
          left: maxWithIndex,
        })
      }
      return headers
    },
    check(client, repositoryId) {
      const key = toClientKey(client)
      const refusal = refusals.get(key)
      if (refusal === undefined || refusal.untilMs <= clock().getTime()) return
      if (repositoryId !== null && getIndex(`${key} ${repositoryId}`) !== null) return
      throw new LimitError('Rate exceeded', refusal.headers)
    },
  }
}

/** A bucket holds what comes in during the burst, and one token at least unless nothing comes in. */
export function toRate(perSecond: number, burstSeconds: number): Rate {
  return { perSecond, burst: perSecond === 0 ? 0 : Math.max(1, perSecond * burstSeconds) }
}
