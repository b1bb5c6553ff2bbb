/** Reads, a few at a time: `p-map`, which by itself throws a failure while others are still under way. */
import pMap, { pMapSkip } from 'p-map'

/**
 * Converts every item, at most `limit` at a time, and keeps the order.
 * The first failure stops the rest and is thrown once what was under way has ended, so that nothing is written behind it.
 */
export async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  limit: number,
  convert: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const failures: unknown[] = []
  const convertNext = async (item: Item) => {
    if (failures.length > 0) return pMapSkip
    try {
      return await convert(item)
    } catch (error) {
      failures.push(error)
      return pMapSkip
    }
  }
  const results = await pMap(items, convertNext, { concurrency: limit })
  if (failures.length > 0) throw failures[0]
  return results as Result[]
}
