/**
 * Leaves an endpoint alone that refuses: after some failures in a row nothing is sent for a while that doubles each time, and then one call
 * tries. For an API that has promised nothing to anybody.
 */
import { systemClock, type WaitClock } from '../ecr-public/wait-clock.ts'
import { explain } from '../say-failure.ts'
import { SourceError } from '../source-error.ts'

export interface CircuitBreaker {
  /** @throws {SourceError} `throttled`, and sends nothing, while the endpoint is left alone */
  run<Answer>(send: () => Promise<Answer>): Promise<Answer>
}

const maxFailures = 5
const firstPauseMs = 60_000
const maxPauseMs = 3_600_000

/** What may be the endpoint's way of saying that it wants to be left alone. */
const refusals = new Set([
  'throttled',
  'permission',
  'credentials',
  'server',
  'unreachable',
  'not-understood',
])

/** Makes one that lets calls through. */
export function createCircuitBreaker(clock: Pick<WaitClock, 'now'> = systemClock): CircuitBreaker {
  let failures = 0
  let pauses = 0
  let openUntil = 0

  const noteFailure = (error: SourceError) => {
    failures += 1
    const now = clock.now()
    if (error.retryAfterMs !== null) {
      openUntil = Math.max(openUntil, now + Math.min(error.retryAfterMs, maxPauseMs))
    }
    if (failures < maxFailures) return
    openUntil = Math.max(openUntil, now + Math.min(firstPauseMs * 2 ** pauses, maxPauseMs))
    pauses = Math.min(pauses + 1, 10)
    // The next one that is let through decides alone.
    failures = maxFailures - 1
  }

  return {
    run: async (send) => {
      const leftMs = openUntil - clock.now()
      if (leftMs > 0) {
        const explanation = explain({ code: 'left-alone', values: {}, place: 'endpoint' })
        throw new SourceError('throttled', `${explanation.what} ${explanation.advice}`, {
          explanation,
          retryAfterMs: leftMs,
        })
      }
      try {
        const answer = await send()
        failures = 0
        pauses = 0
        return answer
      } catch (error) {
        if (error instanceof SourceError && refusals.has(error.kind)) noteFailure(error)
        throw error
      }
    },
  }
}
