/** Time and waiting for what is paced, so that tests can bring a clock of their own. */
import { setTimeout as sleep } from 'node:timers/promises'

export interface WaitClock {
  /** Milliseconds since 1970. */
  now(): number
  /** Ends early, and without an error, at the signal. */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>
}

/** The machine's clock. Its waiting keeps no process alive. */
export const systemClock: WaitClock = {
  now: Date.now,
  sleep: (durationMs, signal) =>
    sleep(Math.max(0, durationMs), undefined, { ref: false, ...(signal && { signal }) }).catch(
      () => undefined,
    ),
}
