/**
 * Decides when calls are sent: evenly, at most so many in a second, and more slowly as soon as the endpoint throttles. The rate is
 * halved at a throttled answer and grows by a constant step while all goes well (AIMD); `Retry-After` holds everything
 * up. Failed calls that may go well another time are sent again here, so that each attempt is paced and counted.
 */
import { SourceError } from '../source-error.ts'
import { systemClock, type WaitClock } from './wait-clock.ts'

export interface PacerFigures {
  /** Attempts that were sent, the repeated ones among them. */
  requests: number
  throttled: number
  retried: number
  /** What is kept to at the moment; null for no limit. */
  limitPerSecond: number | null
  /** As measured over the last ten seconds. */
  perSecond: number
}

export interface RequestPacer {
  /**
   * Sends a call when it is its turn, and again where that may help.
   * @throws what the last attempt has thrown, or the reason of the signal
   */
  run<Answer>(send: () => Promise<Answer>): Promise<Answer>
  figures(): PacerFigures
}

export interface RequestPacerOptions {
  /** Null for none. */
  ceilingPerSecond?: number | null
  clock?: WaitClock
  /** From 0 to 1, spreads the attempts of calls that failed together. */
  random?: () => number
  signal?: AbortSignal
}

const maxThrottledAttempts = 12
const maxFailedAttempts = 3
const firstPauseMs = 200
const maxPauseMs = 20_000
/** Nobody asks for more, or should. */
const maxRetryAfterMs = 300_000
const lowestPerSecond = 0.2
/** Answers to calls that were sent together throttle together; they count as one. */
const cutEveryMs = 1_000
const windowMs = 10_000
/** A timer that fires late may be made up for by so much. */
const catchUpMs = 20

/** Makes a pacer; without a ceiling, nothing is held back until the endpoint throttles. */
export function createRequestPacer(options: RequestPacerOptions = {}): RequestPacer {
  const { ceilingPerSecond: ceiling = null, clock = systemClock, random = Math.random, signal } = options
  let limit = ceiling
  let step = 0
  let grownAt = clock.now()
  let cutAt = Number.NEGATIVE_INFINITY
  let nextAt = 0
  let pausedUntil = 0
  const sentAt: number[] = []
  const counts = { requests: 0, throttled: 0, retried: 0 }

  const dropOld = (now: number) => {
    const first = sentAt.findIndex((at) => at > now - windowMs)
    sentAt.splice(0, first === -1 ? sentAt.length : first)
  }
  const measure = (now: number) => {
    dropOld(now)
    const spanMs = Math.max(1_000, now - (sentAt[0] ?? now))
    return (sentAt.length * 1000) / spanMs
  }

  const waitForTurn = async () => {
    for (;;) {
      signal?.throwIfAborted()
      const now = clock.now()
      if (now < pausedUntil) {
        await clock.sleep(pausedUntil - now, signal)
        continue
      }
      if (limit !== null) {
        const intervalMs = 1000 / limit
        const at = Math.max(nextAt, now - Math.max(intervalMs, catchUpMs))
        nextAt = at + intervalMs
        if (at > now) await clock.sleep(at - now, signal)
        // The endpoint may have asked for a pause meanwhile.
        if (clock.now() < pausedUntil) continue
      }
      signal?.throwIfAborted()
      counts.requests += 1
      sentAt.push(clock.now())
      if (sentAt.length % 1_000 === 0) dropOld(clock.now())
      return
    }
  }

  const slowDown = (retryAfterMs: number | null) => {
    const now = clock.now()
    counts.throttled += 1
    if (retryAfterMs !== null)
      pausedUntil = Math.max(pausedUntil, now + Math.min(retryAfterMs, maxRetryAfterMs))
    if (now - cutAt < cutEveryMs) return
    const before = limit ?? measure(now)
    step = Math.max(0.5, before / 20)
    limit = Math.max(lowestPerSecond, before / 2)
    cutAt = now
    grownAt = now
  }

  const speedUp = () => {
    const now = clock.now()
    if (limit === null || limit === ceiling || now - grownAt < 1_000) return
    limit = Math.min(limit + step, ceiling ?? Number.POSITIVE_INFINITY)
    grownAt = now
  }

  return {
    run: async (send) => {
      // Throttled answers say nothing about the call, so they are counted apart.
      let [throttled, failed] = [0, 0]
      for (;;) {
        await waitForTurn()
        try {
          const answer = await send()
          speedUp()
          return answer
        } catch (error) {
          if (!(error instanceof SourceError)) throw error
          if (error.kind === 'throttled') {
            slowDown(error.retryAfterMs)
            throttled += 1
          } else {
            failed += 1
          }
          if (throttled >= maxThrottledAttempts || failed >= countAttempts(error)) throw error
          counts.retried += 1
          const doublings = (error.kind === 'throttled' ? throttled : failed) - 1
          const pauseMs = Math.min(firstPauseMs * 2 ** doublings, maxPauseMs) * (0.5 + random() / 2)
          await clock.sleep(pauseMs, signal)
        }
      }
    },
    figures: () => ({ ...counts, limitPerSecond: limit, perSecond: measure(clock.now()) }),
  }
}

/** How often a call is sent that fails in this way; throttled ones are counted apart. */
function countAttempts({ kind, reach }: SourceError): number {
  if (kind === 'throttled') return Number.POSITIVE_INFINITY
  // Where nothing listens, nothing will in a second; the sync waits longer.
  return kind === 'server' || reach === 'silent' || reach === 'closed' ? maxFailedAttempts : 1
}
