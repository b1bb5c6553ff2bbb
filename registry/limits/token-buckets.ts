/**
 * Token buckets, the way AWS limits its calls: a client may use up a burst at once, and from then on what comes in again. The
 * time is the service's, and memory is bounded: of very many clients those are forgotten that have been known longest.
 */

export interface Rate {
  /** Tokens that come in; 0 lets nothing pass. */
  perSecond: number
  /** As many as a bucket holds. */
  burst: number
}

export interface Taken {
  isAllowed: boolean
  /** Whole tokens that are left. */
  remaining: number
  /** Until there is a token again; 0 when there is one. */
  retryAfterMs: number
  /** Until the bucket is full. */
  fullAfterMs: number
}

export interface TokenBuckets {
  /** Takes one token, if there is one. The rate may be another one each time. */
  take(client: string, rate: Rate): Taken
  /** How many clients are remembered. */
  readonly size: number
}

interface Bucket {
  tokens: number
  atMs: number
}

/** When a rate is 0 nobody knows when it will be more. */
const neverMs = 3_600_000

export function createTokenBuckets(clock: () => Date, maxClients = 100_000): TokenBuckets {
  const buckets = new Map<string, Bucket>()

  const makeRoom = () => {
    let left = Math.ceil(maxClients / 2)
    for (const client of buckets.keys()) {
      if (left-- <= 0) break
      buckets.delete(client)
    }
  }

  return {
    take(client, { perSecond, burst }) {
      const atMs = clock().getTime()
      let bucket = buckets.get(client)
      if (bucket === undefined) {
        if (buckets.size >= maxClients) makeRoom()
        bucket = { tokens: burst, atMs }
        buckets.set(client, bucket)
      } else {
        // A clock that was set back must not take tokens away.
        const elapsedMs = Math.max(0, atMs - bucket.atMs)
        bucket.tokens = Math.min(burst, bucket.tokens + (elapsedMs * perSecond) / 1000)
        bucket.atMs = atMs
      }
      const isAllowed = bucket.tokens >= 1
      if (isAllowed) bucket.tokens -= 1
      const toMs = (tokens: number) =>
        tokens <= 0 ? 0 : Math.min(neverMs, Math.ceil((tokens * 1000) / perSecond))
      return {
        isAllowed,
        remaining: Math.floor(bucket.tokens),
        retryAfterMs: toMs(1 - bucket.tokens),
        fullAfterMs: toMs(burst - bucket.tokens),
      }
    },
    get size() {
      return buckets.size
    },
  }
}
