/**
 * When the whole of an upstream is left alone: for as long as its `Retry-After` says, and for a moment that grows where it has
 * not answered several times in a row, so that nobody waits for a silence that is known.
 */
import type { Upstream } from '#lib/config/upstreams.ts'
import { UpstreamError } from './upstream-error.ts'

/** Where an upstream throttles without saying for how long. */
const usualPauseMs = 5_000
/** Where it says a time that is over, be it by another clock: not every client is to learn that by itself. */
const minPauseMs = 1_000
const maxPauseMs = 60 * 60_000
/** Failures in a row, each of which may be chance. */
const maxFailures = 3
const firstSilenceMs = 2_000
const maxSilenceMs = 60_000

export interface Pauses {
  /** @throws {UpstreamError} `refused` while the upstream is left alone */
  check(): void
  noteAnswer(): void
  noteRefusal(error: Pick<UpstreamError, 'status' | 'retryAfterMs' | 'isSilence'>): void
  /** 0 when it is not left alone. */
  untilMs(): number
}

export function createPauses({ host }: Pick<Upstream, 'host'>, now: () => number): Pauses {
  let untilMs = 0
  /** Whether the upstream has asked for it. */
  let isAsked = false
  let failures = 0

  const pause = (forMs: number, asked: boolean) => {
    const until = now() + Math.min(forMs, maxPauseMs)
    if (until <= untilMs) return
    untilMs = until
    isAsked = asked
  }

  return {
    check() {
      const leftMs = untilMs - now()
      if (leftMs <= 0) return
      throw isAsked
        ? new UpstreamError('refused', `${host} has asked for a pause.`, {
            status: 429,
            retryAfterMs: leftMs,
            reason: 'pause',
          })
        : new UpstreamError('refused', `${host} does not answer, and is left alone for a moment.`, {
            retryAfterMs: leftMs,
            reason: 'left-alone',
          })
    },
    noteAnswer() {
      failures = 0
    },
    noteRefusal({ status, retryAfterMs, isSilence }) {
      if (status === 429) pause(Math.max(retryAfterMs ?? usualPauseMs, minPauseMs), true)
      else if (retryAfterMs !== null) pause(retryAfterMs, true)
      // An answer, whatever it is, may be of one thing alone: nobody must be able to pause the host by asking for that.
      if (!isSilence) {
        if (status !== null) failures = 0
        return
      }
      failures += 1
      if (failures < maxFailures) return
      pause(Math.min(firstSilenceMs * 2 ** Math.min(failures - maxFailures, 10), maxSilenceMs), false)
    },
    untilMs: () => (untilMs > now() ? untilMs : 0),
  }
}
