/**
 * A part of an order without sorting all of it: for the first few a heap of as many as are wanted, with the worst of them on
 * top; for a part further on, the keys at its ends are found by selection, and only what lies between them is sorted.
 */

/** What the order is by: greater keys come first, then smaller ranks, and `isBefore` decides where both are equal. */
export interface Order {
  /** By item. */
  keys: Float64Array
  ranks: Uint32Array
  isBefore(a: number, b: number): boolean
}

const maxHeap = 512
const rankCount = 2 ** 32

/** The items from one place of the order to before another, in their order. */
export function selectPart(items: Uint32Array, from: number, to: number, order: Order): Uint32Array {
  const end = Math.min(to, items.length)
  if (from >= end) return new Uint32Array(0)
  if (end <= maxHeap) return selectTop(items, end, order).subarray(from)
  const { keys, ranks, isBefore } = order
  const near = narrow(items, from, end, (item) => -(keys[item] ?? 0))
  // Those between the ends are all wanted; of the many that may share the key of an end, the ranks decide.
  const nearer = narrow(near.items, near.from, near.from + end - from, (item) => {
    const value = -(keys[item] ?? 0)
    if (value === near.least) return ranks[item] ?? 0
    return value < near.most ? rankCount : 2 * rankCount + (ranks[item] ?? 0)
  })
  const sorted = [...nearer.items].sort((a, b) => (isBefore(a, b) ? -1 : 1))
  return Uint32Array.from(sorted.slice(nearer.from, nearer.from + end - from))
}

/**
 * The first `wanted` items of the order, best first.
 */
function selectTop(items: Uint32Array, wanted: number, { keys, isBefore }: Order): Uint32Array {
  const count = items.length
  const size = Math.min(wanted, count)
  if (size <= 0) return new Uint32Array(0)
  const heap = items.slice(0, size)
  for (let at = (size >> 1) - 1; at >= 0; at -= 1) sink(heap, at, size, isBefore)
  let worstKey = keys[heap[0] ?? 0] ?? 0
  for (let at = size; at < count; at += 1) {
    const item = items[at] ?? 0
    if ((keys[item] ?? 0) < worstKey || !isBefore(item, heap[0] ?? 0)) continue
    heap[0] = item
    sink(heap, 0, size, isBefore)
    worstKey = keys[heap[0] ?? 0] ?? 0
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

/** Keeps the items whose values lie between those at two places of the ascending order; `from` is the first place among these. */
function narrow(
  items: Uint32Array,
  from: number,
  to: number,
  toValue: (item: number) => number,
): { items: Uint32Array; from: number; least: number; most: number } {
  const values = new Float64Array(items.length)
  for (let at = 0; at < items.length; at += 1) values[at] = toValue(items[at] ?? 0)
  const ordered = values.slice()
  const most = selectValue(ordered, to - 1, ordered.length)
  const least = selectValue(ordered, from, to)
  const kept = new Uint32Array(items.length)
  let count = 0
  let before = 0
  for (let at = 0; at < items.length; at += 1) {
    const value = values[at] ?? 0
    if (value < least) before += 1
    else if (value <= most) kept[count++] = items[at] ?? 0
  }
  return { items: kept.subarray(0, count), from: from - before, least, most }
}

/** The value at this place of the ascending order of the first `end`; smaller ones are moved before it (Hoare's selection). */
function selectValue(values: Float64Array, place: number, end: number): number {
  let low = 0
  let high = end - 1
  while (low < high) {
    const pivot = values[(low + high) >>> 1] ?? 0
    let left = low
    let right = high
    while (left <= right) {
      while ((values[left] ?? 0) < pivot) left += 1
      while ((values[right] ?? 0) > pivot) right -= 1
      if (left > right) break
      const value = values[left] ?? 0
      values[left++] = values[right] ?? 0
      values[right--] = value
    }
    if (place <= right) high = right
    else if (place >= left) low = left
    else break
  }
  return values[place] ?? 0
}
