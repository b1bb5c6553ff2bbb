/** A clock for tests: time passes only while everybody waits, and then at once to the next one that wakes. */
import type { WaitClock } from '#lib/sources/ecr-public/wait-clock.ts'

export interface VirtualClock extends WaitClock {
  /** Runs until the promise is settled; time passes as fast as it can. */
  runUntil<Value>(promise: Promise<Value>): Promise<Value>
}

/** Makes a clock that stands at `startMs`. */
export function createVirtualClock(startMs = 1_000_000): VirtualClock {
  let nowMs = startMs
  let sleepers: { atMs: number; wake(): void }[] = []
  const sleep = (durationMs: number) =>
    new Promise<void>((wake) => sleepers.push({ atMs: nowMs + Math.max(0, durationMs), wake }))
  return {
    now: () => nowMs,
    sleep,
    runUntil: async (promise) => {
      let isSettled = false
      const settle = () => {
        isSettled = true
      }
      promise.then(settle, settle)
      while (!isSettled) {
        // Whatever can go on without time does so first.
        await new Promise((resolve) => setImmediate(resolve))
        if (isSettled || sleepers.length === 0) continue
        nowMs = Math.min(...sleepers.map(({ atMs }) => atMs))
        const due = sleepers.filter(({ atMs }) => atMs <= nowMs)
        sleepers = sleepers.filter(({ atMs }) => atMs > nowMs)
        for (const { wake } of due) wake()
      }
      return promise
    },
  }
}
