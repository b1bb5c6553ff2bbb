/** Runs a task for each item, a few at a time. */

/**
 * Starts the tasks in order, never more than `limit` at once. When one fails, no further one is started; the
 * promise rejects with that failure after those that were running have ended.
 */
export async function runBounded<T>(
  items: readonly T[],
  limit: number,
  run: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = items.values()
  let failure: { cause: unknown } | null = null
  const work = async () => {
    for (const item of waiting) {
      if (failure !== null) return
      try {
        await run(item)
      } catch (cause) {
        failure ??= { cause }
      }
    }
  }
  await Promise.all(Array.from({ length: limit }, work))
  if (failure !== null) throw (failure as { cause: unknown }).cause
}
