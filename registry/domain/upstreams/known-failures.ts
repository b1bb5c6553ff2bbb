/** What an upstream has just failed to give is not asked for again at every try of every client. */
import { LRUCache } from 'lru-cache'
import { UpstreamError } from './upstream-error.ts'

/** Of what it does not have, or does not let us have. */
const absentMs = 10_000
/** Of what may be otherwise in a moment. */
const failingMs = 2_000

export interface KnownFailures {
  /** @throws {UpstreamError} the failure, while it is remembered */
  check(key: string): void
  /** The limits of an upstream, and its silence, are not of one thing alone; see upstream-pauses.ts. */
  note(key: string, error: unknown): void
  forget(key: string): void
}

export function createKnownFailures(now: () => number): KnownFailures {
  // Small: a name and a reference, each of bounded length, and an error in a sentence of ours.
  const failures = new LRUCache<string, { error: UpstreamError; untilMs: number }>({ max: 10_000 })
  return {
    check(key) {
      const known = failures.get(key)
      if (known === undefined || known.untilMs <= now()) return
      const { problem, message, status, retryAfterMs, reason } = known.error
      throw new UpstreamError(problem, message, { status, retryAfterMs, reason })
    },
    note(key, error) {
      if (!(error instanceof UpstreamError)) return
      const { problem, status, message, retryAfterMs, reason } = error
      if (problem === 'refused' && (error.isSilence || status === 429)) return
      const isAbsent = problem === 'absent' || status === 401 || status === 403
      const kept = new UpstreamError(problem, message, { status, retryAfterMs, reason })
      failures.set(key, { error: kept, untilMs: now() + (isAbsent ? absentMs : failingMs) })
    },
    forget: (key) => void failures.delete(key),
  }
}
