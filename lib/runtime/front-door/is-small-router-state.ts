/**
 * Whether the `Next-Router-State-Tree` header can be what a browser has of this gallery: its pages lie a few segments deep. Next's own check
 * looks at each level once for each that it lies in, so that 11 kB of levels took 90 ms of the event loop. This one is linear.
 */

/** Each segment is a list and a record in it; the deepest page has twelve of both. */
const maxDepth = 40
/** Of lists, records and what stands in them. The largest that pages send is some 60. */
const maxValues = 500

/** False also for what is no JSON. */
export function isSmallRouterState(header: string): boolean {
  let level: unknown[]
  try {
    level = [JSON.parse(decodeURIComponent(header))]
  } catch {
    return false
  }
  let values = 1
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth || values > maxValues) return false
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    )
    values += level.length
  }
  return true
}
