/**
 * Measures how long one turn of the event loop took at most while something ran: in the time that this thread computed, so
 * that a machine that is busy with other things does not make a turn longer. What waits for the disk within a turn is not in it.
 */

/** @returns milliseconds, with what was run */
export async function measureLongestTurn<Result>(
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
