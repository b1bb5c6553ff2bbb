/** The best of many without sorting them all: a heap of as many as are wanted, with the worst of them on top. */

/**
 * The first `wanted` items of the order, best first.
 * @param isBefore whether the first comes before the second; a strict order without equals
 */
export function selectTop(
  items: Uint32Array,
  count: number,
  wanted: number,
  isBefore: (a: number, b: number) => boolean,
): Uint32Array {
  const size = Math.min(wanted, count)
  if (size <= 0) return new Uint32Array(0)
  const heap = items.slice(0, size)
  for (let at = (size >> 1) - 1; at >= 0; at -= 1) sink(heap, at, size, isBefore)
  for (let at = size; at < count; at += 1) {
    const item = items[at] ?? 0
    if (!isBefore(item, heap[0] ?? 0)) continue
    heap[0] = item
    sink(heap, 0, size, isBefore)
  }
  // The worst goes to the end, one after the other.
  for (let end = size - 1; end > 0; end -= 1) {
    const worst = heap[0] ?? 0
    heap[0] = heap[end] ?? 0
    heap[end] = worst
    sink(heap, 0, end, isBefore)
  }
  return heap
}

function sink(
  heap: Uint32Array,
  from: number,
  size: number,
  isBefore: (a: number, b: number) => boolean,
): void {
  const item = heap[from] ?? 0
  let at = from
  for (;;) {
    let child = 2 * at + 1
    if (child >= size) break
    if (child + 1 < size && isBefore(heap[child] ?? 0, heap[child + 1] ?? 0)) child += 1
    const worst = heap[child] ?? 0
    if (!isBefore(item, worst)) break
    heap[at] = worst
    at = child
  }
  heap[at] = item
}
