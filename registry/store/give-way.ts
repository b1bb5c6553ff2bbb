/**
 * Lets everybody else have a turn between two steps that each take long for something large. In a transaction the store waits
 * meanwhile, and what needs no store goes on.
 */
import { setImmediate } from 'node:timers/promises'

/** Less than this is done in a millisecond. */
const largeBytes = 128 * 1024

/** @param bytes of what the step was about */
export async function giveWay(bytes: number): Promise<void> {
  if (bytes >= largeBytes) await setImmediate()
}
