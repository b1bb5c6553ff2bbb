/** How far the sync of one source is: for the status page while it runs, and for a line in the log now and then. */
import type { WaitClock } from '#lib/sources/ecr-public/wait-clock.ts'

export type SyncPhase =
  | 'waiting'
  /** Learns which repositories there are. */
  | 'listing'
  /** Reads all of them. */
  | 'reading'
  /** Waits for the change feed. */
  | 'following'
  /** Reads again what was read longest ago. */
  | 'rereading'

export interface ProgressFigures {
  phase: SyncPhase
  /** ISO 8601: since when it has been in this phase. */
  since: string
  /** Of the repositories that this phase is to read, those that are done; zero of zero where it has no end. */
  done: number
  total: number
  /** At the speed so far; null when that says nothing yet. */
  secondsLeft: number | null
}

export interface SourceProgress {
  /** Begins a phase. `done` are those that an earlier run has left done. */
  begin(phase: SyncPhase, amount?: { done: number; total: number }): void
  advance(count: number): void
  figures(): ProgressFigures
}

const logEveryMs = 10_000

/** Less says nothing about the speed. */
const minMeasuredMs = 2_000

/**
 * Makes a progress that waits.
 * @param onProgress told every ten seconds while something with an end is under way
 */
export function createSourceProgress(
  clock: WaitClock,
  onProgress: (figures: ProgressFigures) => void = () => undefined,
): SourceProgress {
  let phase: SyncPhase = 'waiting'
  let [startedAt, loggedAt] = [clock.now(), clock.now()]
  let [before, done, total] = [0, 0, 0]

  const figures = (): ProgressFigures => {
    const elapsedMs = clock.now() - startedAt
    const isMeasured = elapsedMs >= minMeasuredMs && done > before
    const secondsLeft = isMeasured ? ((total - done) * elapsedMs) / (done - before) / 1000 : null
    return {
      phase,
      since: new Date(startedAt).toISOString(),
      done,
      total,
      secondsLeft: secondsLeft === null ? null : Math.max(0, Math.round(secondsLeft)),
    }
  }
  return {
    begin: (next, amount = { done: 0, total: 0 }) => {
      const isSame = next === phase && amount.total === 0 && total === 0
      ;[phase, before, done, total] = [next, amount.done, amount.done, amount.total]
      if (isSame) return
      startedAt = clock.now()
      loggedAt = startedAt
    },
    advance: (count) => {
      // A phase without an end has nothing to be done of.
      if (phase !== 'listing' && phase !== 'reading') return
      done += count
      total = Math.max(total, done)
      const now = clock.now()
      if (now - loggedAt < logEveryMs) return
      loggedAt = now
      onProgress(figures())
    },
    figures,
  }
}
