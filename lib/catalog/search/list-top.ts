/** The few greatest of many, without sorting all of them. */

/**
 * The first `limit` in an order that begins with the greatest counts.
 * @param counts of each item, by its number; what has none is left out
 * @param compare orders items; those with greater counts come first
 */
export function listTop(
  // Of one kind: for two, the compiler makes a loop that takes twice as long.
  counts: Uint32Array,
  limit: number,
  compare: (a: number, b: number) => number,
): number[] {
  const top: number[] = []
  /** Most have too few, which is seen at once. */
  let least = 1
  for (let item = 0; item < counts.length; item += 1) {
    if ((counts[item] ?? 0) < least) continue
    const last = top[limit - 1]
    if (last !== undefined && compare(item, last) >= 0) continue
    let at = Math.min(top.length, limit - 1)
    while (at > 0 && compare(item, top[at - 1] ?? 0) < 0) {
      top[at] = top[at - 1] ?? 0
      at -= 1
    }
    top[at] = item
    if (top.length === limit) least = counts[top[limit - 1] ?? 0] ?? 0
  }
  return top
}
