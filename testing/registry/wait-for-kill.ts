/** When a program that is written to is to be killed. */
import { setTimeout as sleep } from 'node:timers/promises'

export interface KillMoment {
  /** The kill comes at a random time up to this one. */
  longestMs: number
  /** So much must have been acknowledged in this round, as a slow machine may have done nothing by then. */
  atLeast: number
  /** What was acknowledged so far, in all rounds. */
  count(): number
}

/** What does nothing for so long is a failure of its own, which the test tells. */
const patienceMs = 30_000
const lookMs = 2

/** Waits for a moment that nobody has chosen, and at which there is something to lose. */
export async function waitForKill({ longestMs, atLeast, count }: KillMoment): Promise<void> {
  const wanted = count() + atLeast
  await sleep(Math.random() * longestMs)
  const endsAt = performance.now() + patienceMs
  if (count() >= wanted) return
  while (count() < wanted && performance.now() < endsAt) await sleep(lookMs)
  // Not always right behind an answer.
  await sleep(Math.random() * 10)
}
