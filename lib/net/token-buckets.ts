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
  /** Thousandths of tokens, which are whole numbers wherever rates are: what was promised for a millisecond is there then. */
  credit: number
  atMs: number
}

/** When a rate is 0 nobody knows when it will be more. */
const neverMs = 3_600_000

/** In the unit of a bucket's credit. */
const token = 1000

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
        bucket = { credit: burst * token, atMs }
        buckets.set(client, bucket)
      } else {
        // A clock that was set back must not take tokens away.
        const elapsedMs = Math.max(0, atMs - bucket.atMs)
        bucket.credit = Math.min(burst * token, bucket.credit + elapsedMs * perSecond)
        bucket.atMs = atMs
      }
      const isAllowed = bucket.credit >= token
      if (isAllowed) bucket.credit -= token
      const toMs = (credit: number) => (credit <= 0 ? 0 : Math.min(neverMs, Math.ceil(credit / perSecond)))
      return {
        isAllowed,
        remaining: Math.floor(bucket.credit / token),
        retryAfterMs: toMs(token - bucket.credit),
        fullAfterMs: toMs(burst * token - bucket.credit),
      }
    },
    get size() {
      return buckets.size
    },
  }
}
