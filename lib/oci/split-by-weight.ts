/** Divides a list of strangers' texts into pages that are not too heavy: a page is to be less than 200 kB of HTML. Pure. */

/**
 * Where each page begins; at least one, and each with one row at least.
 * @param weights of each row on a page, in bytes
 * @param room that a page has for its rows, in bytes
 */
export function splitByWeight(
  weights: readonly number[],
  { maxRows, room }: { maxRows: number; room: number },
): number[] {
  const starts = [0]
  let [start, taken] = [0, 0]
  for (const [at, weight] of weights.entries()) {
    if (at > start && (at - start >= maxRows || taken + weight > room)) {
      starts.push(at)
      start = at
      taken = 0
    }
    taken += weight
  }
  return starts
}

/** What a page has, by where pages begin; empty behind the last one. @param page from 1 */
export function takePage<Row>(rows: readonly Row[], starts: readonly number[], page: number): Row[] {
  const start = starts[page - 1]
  return start === undefined ? [] : rows.slice(start, starts[page])
}

/**
 * Divides the room of a page among its lists: each has what it needs, and where that is too much, all that need more have the same.
 * @param needs in bytes
 */
export function shareRoom(needs: readonly number[], room: number): number[] {
  const shares = needs.map(() => 0)
  let left = room
  const open = needs.map((need, at) => ({ need, at })).sort((one, other) => one.need - other.need)
  for (const [done, { need, at }] of open.entries()) {
    const share = Math.min(need, left / (open.length - done))
    shares[at] = share
    left -= share
  }
  return shares
}

/** How many of the first rows fit into a room; at least one, where there is one. */
export function countFitting(weights: readonly number[], room: number): number {
  let taken = 0
  const end = weights.findIndex((weight, at) => {
    taken += weight
    return at > 0 && taken > room
  })
  return end === -1 ? weights.length : end
}

/** The first rows that fit into a room; at least one, where there is one. @param weigh in bytes */
export function takeFitting<Row>(rows: readonly Row[], weigh: (row: Row) => number, room: number): Row[] {
  return rows.slice(0, countFitting(rows.map(weigh), room))
}
