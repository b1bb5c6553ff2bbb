/**
 * Requests that are no pulls: a client that asks again and again for what an upstream does not have, or whether it has something, costs
 * that upstream a request each time, and no limit of pulls counts them. Where rates are limited, so are they.
 */
import { LRUCache } from 'lru-cache'
import { createTokenBuckets } from '#lib/net/token-buckets.ts'
import { UpstreamError } from './upstream-error.ts'

/** Enough for who looks for the signatures of many images. */
const rate = { perSecond: 5, burst: 300 }
const pauseMs = 10_000

export interface VainRequests {
  /** @throws {UpstreamError} while the client has to wait */
  check(client: string | null): void
  /** Null is nobody who is limited. */
  note(client: string | null): void
}

export function createVainRequests(host: string, clock: () => Date): VainRequests {
  const buckets = createTokenBuckets(clock)
  // Small: the key of a client, and a time.
  const paused = new LRUCache<string, number>({ max: 10_000 })
  return {
    check(client) {
      const leftMs = (client === null ? 0 : (paused.get(client) ?? 0)) - clock().getTime()
      if (leftMs <= 0) return
      const message = `Too many requests for which ${host} would have to be asked.`
      throw new UpstreamError('refused', message, { status: 429, retryAfterMs: leftMs, reason: 'too-many' })
    },
    note(client) {
      if (client === null || buckets.take(client, rate).isAllowed) return
      paused.set(client, clock().getTime() + pauseMs)
    },
  }
}
