/** The few greatest of many, without sorting all of them. */

/**
 * The first `limit` in an order that begins with the greatest counts.
 * @param total items are the numbers below this
 * @param countOf items without a count are left out
 * @param compare orders items; those with greater counts come first
 */
export function listTop(
  total: number,
  limit: number,
  countOf: (item: number) => number,
  compare: (a: number, b: number) => number,
): number[] {
  const top: number[] = []
  /** Most have too few, which is seen at once. */
  let least = 1
  for (let item = 0; item < total; item += 1) {
    if (countOf(item) < least) continue
    const last = top[limit - 1]
    if (last !== undefined && compare(item, last) >= 0) continue
    let at = Math.min(top.length, limit - 1)
    while (at > 0 && compare(item, top[at - 1] ?? 0) < 0) {
      top[at] = top[at - 1] ?? 0
      at -= 1
    }
    top[at] = item
    if (top.length === limit) least = countOf(top[limit - 1] ?? 0)
  }
  return top
}
