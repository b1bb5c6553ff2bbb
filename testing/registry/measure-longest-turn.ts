/**
 * Measures how long one turn of the event loop took at most while something ran: in the time that this thread computed, so
 * that a machine that is busy with other things does not make a turn longer. What waits for the disk within a turn is not in it.
 * A collection of garbage or the compiler may fall into any turn, so the least of three attempts counts: what is always too long
 * is too long in each.
 */

import { toUsualMsAfter } from '../../scripts/read-slowness.ts'

const attempts = 3
/** What took no longer needs no second opinion. */
const clearlyShortMs = 25

/**
 * @param run is given the number of the attempt, from 0, so that one that changes something finds it unchanged
 * @returns milliseconds at the usual speed of a machine, with what each attempt gave
 */
export async function measureLongestTurn<Result>(
  run: (attempt: number) => Promise<Result>,
): Promise<{ results: Result[]; longestTurnMs: number }> {
  const results: Result[] = []
  let least = Number.POSITIVE_INFINITY
  for (let attempt = 0; attempt < attempts && least > clearlyShortMs; attempt += 1) {
    const usualMs = await toUsualMsAfter(async () => {
      const { result, longestTurnMs } = await measureOnce(() => run(attempt))
      results.push(result)
      return longestTurnMs
    })
    least = Math.min(least, usualMs)
  }
  return { results, longestTurnMs: least }
}

async function measureOnce<Result>(
  run: () => Promise<Result>,
): Promise<{ result: Result; longestTurnMs: number }> {
  let longestTurnMs = 0
  let isOver = false
  let before = readThreadMs()
  const look = () => {
    const now = readThreadMs()
    longestTurnMs = Math.max(longestTurnMs, now - before)
    before = now
    if (!isOver) setImmediate(look)
  }
  // In a turn of its own, so that what has been computed until here is not counted.
  await new Promise<void>((resolve) => {
    setImmediate(() => {
      before = readThreadMs()
      resolve()
    })
  })
  setImmediate(look)
  const result = await run()
  look()
  isOver = true
  return { result, longestTurnMs }
}

function readThreadMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
