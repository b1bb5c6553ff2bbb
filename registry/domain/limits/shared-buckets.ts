/**
 * Token buckets that several processes share. The tokens are in the database; a process takes some at a time for each client, and
 * answers from what it has. All clients that need more at one moment are asked for together, one request at a time, so that a busy process
 * makes few of them; what a client has not used for a second is given back. Tokens are given out once, so that all processes together let
 * pass what one would.
 */
import { LRUCache } from 'lru-cache'
import { createTokenBuckets, type Rate, type Taken } from '#lib/net/token-buckets.ts'
import type { TakeTokens, TokenAsk } from '#registry/store/metadata.ts'

export interface SharedBuckets {
  /** Takes one token, if there is one. */
  take(client: string, rate: Rate): Taken | Promise<Taken>
  /** Gives back what was not used since the last time; to be called every second. */
  reconcile(): Promise<void>
}

interface Held {
  rate: Rate
  /** Of this process, taken in advance. */
  tokens: number
  /** What was left for all when the database was last asked. */
  credit: number
  atMs: number
  /** How many were used since the last reconciliation, and in the time before. */
  used: number
  usedBefore: number
}

interface Waiting {
  rate: Rate
  callers: ((taken: Taken | null) => void)[]
}

const maxClients = 100_000
const maxAsksAtOnce = 500
/** No more of a bucket is taken in advance, as others may need it. */
const advanceShare = 0.1
const neverMs = 3_600_000

/** @param prefix sets the buckets apart from those of other rates */
export function createSharedBuckets(
  prefix: string,
  takeTokens: TakeTokens,
  clock: () => Date,
): SharedBuckets {
  // A key and a few numbers: about 300 bytes each. What is forgotten was taken, and comes in again with time.
  const held = new LRUCache<string, Held>({ max: maxClients })
  const active = new Set<string>()
  // For rates without a bucket, and while the database is away.
  const local = createTokenBuckets(clock, maxClients)
  const waiting = new Map<string, Waiting>()
  let isAsking = false

  const toTaken = (isAllowed: boolean, { rate: { perSecond, burst }, ...known }: Held): Taken => {
    const elapsedMs = Math.max(0, clock().getTime() - known.atMs)
    const left = Math.min(burst, known.tokens + known.credit + (elapsedMs * perSecond) / 1000)
    const toMs = (tokens: number) =>
      tokens <= 0 ? 0 : Math.min(neverMs, Math.ceil((tokens * 1000) / perSecond))
    return {
      isAllowed,
      remaining: Math.floor(left + 1e-6),
      retryAfterMs: toMs(1 - left),
      fullAfterMs: toMs(burst - left),
    }
  }

  const toAdvance = ({ used, usedBefore, rate }: Held) =>
    Math.floor(Math.min(Math.max(used, usedBefore) / 4, rate.burst * advanceShare))

  const send = async (batch: ReadonlyMap<string, Waiting>) => {
    const asks = [...batch].map(([client, { rate, callers }]): TokenAsk => {
      const known = held.get(client)
      const tokens = callers.length + (known === undefined ? 0 : Math.max(0, toAdvance(known) - known.tokens))
      return { client: `${prefix} ${client}`, tokens, ...rate }
    })
    const grants = await takeTokens(asks, clock().getTime())
    for (const { client: key, granted, credit } of grants) {
      const client = key.slice(prefix.length + 1)
      const { rate, callers } = batch.get(client) ?? { rate: { perSecond: 0, burst: 0 }, callers: [] }
      const known = held.get(client) ?? { tokens: 0, used: 0, usedBefore: 0 }
      const allowed = Math.min(known.tokens + granted, callers.length)
      const now: Held = {
        rate,
        tokens: known.tokens + granted - allowed,
        credit,
        atMs: clock().getTime(),
        used: known.used + allowed,
        usedBefore: known.usedBefore,
      }
      held.set(client, now)
      active.add(client)
      for (const [index, answer] of callers.entries()) answer(toTaken(index < allowed, now))
    }
  }

  const askForAll = async () => {
    // What is asked for at the same moment goes along.
    await Promise.resolve()
    while (waiting.size > 0) {
      const batch = new Map([...waiting].slice(0, maxAsksAtOnce))
      for (const client of batch.keys()) waiting.delete(client)
      try {
        await send(batch)
      } catch {
        for (const { callers } of batch.values()) for (const answer of callers) answer(null)
      }
    }
    isAsking = false
  }

  const ask = async (client: string, rate: Rate): Promise<Taken> => {
    const { promise, resolve } = Promise.withResolvers<Taken | null>()
    const already = waiting.get(client)
    if (already === undefined) waiting.set(client, { rate, callers: [resolve] })
    else already.callers.push(resolve)
    if (!isAsking) {
      isAsking = true
      void askForAll()
    }
    return (await promise) ?? local.take(client, rate)
  }

  return {
    take(client, rate) {
      if (rate.perSecond <= 0 || !Number.isFinite(rate.perSecond)) return local.take(client, rate)
      const known = held.get(client)
      if (known === undefined) return ask(client, rate)
      known.rate = rate
      if (known.tokens >= 1) {
        known.tokens -= 1
        known.used += 1
        return toTaken(true, known)
      }
      // As far as this process knows it has to wait; others can only have taken more.
      const taken = toTaken(false, known)
      return taken.remaining < 1 ? taken : ask(client, rate)
    },
    async reconcile() {
      const returned: TokenAsk[] = []
      for (const client of active) {
        const known = held.get(client)
        if (known === undefined || known.used === 0) active.delete(client)
        if (known === undefined) continue
        if (known.used === 0 && known.tokens > 0) {
          returned.push({ client: `${prefix} ${client}`, tokens: -known.tokens, ...known.rate })
          known.tokens = 0
          // What is left for all is asked for again.
          held.delete(client)
        }
        known.usedBefore = known.used
        known.used = 0
      }
      for (let from = 0; from < returned.length; from += maxAsksAtOnce) {
        await takeTokens(returned.slice(from, from + maxAsksAtOnce), clock().getTime())
      }
    },
  }
}
