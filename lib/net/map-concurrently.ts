/** Bounded concurrency for reads. */

/**
 * Converts every item, at most `limit` at a time, and keeps the order.
 * The first failure stops the rest and is thrown once what was under way has ended.
 */
export async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  limit: number,
  convert: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length)
  const queue = items.entries()
  let hasFailed = false
  const work = async () => {
    for (const [position, item] of queue) {
      if (hasFailed) return
      try {
        results[position] = await convert(item)
      } catch (error) {
        hasFailed = true
        throw error
      }
    }
  }
  const workers = Array.from({ length: Math.min(limit, items.length) }, work)
  const settled = await Promise.allSettled(workers)
  const failed = settled.find((outcome) => outcome.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  return results
}
