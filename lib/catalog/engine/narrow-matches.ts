/**
 * Of all matches those that may stand at some places of their order. Most searches match a large part of all documents, of which
 * only a page is shown: so each match gets a coarse bucket that follows the order, and one whose bucket is below that of enough
 * others is passed over at once. Only what is kept gets exact keys and is sorted.
 */
import type { SortOrder } from '../query/search-query.ts'
import { DAY_MASK } from './days.ts'
import { LAST_BIT, PULL_MASK } from './documents.ts'
import type { Engine } from './engine.ts'
import { NAMED_EMPTY_STEP } from './fields.ts'
import { toScore } from './score-match.ts'

/** Where nothing was typed, popularity is relevance, and what has no image comes last. */
export type PageSort = SortOrder | 'pulls'

/** The bucket of a document by its step and trust, at `step << 8 | trust`. */
function toTable(toBucket: (step: number, trust: number) => number): Uint16Array {
  const length = (NAMED_EMPTY_STEP + 1) << 8
  return Uint16Array.from({ length }, (_, at) => toBucket(at >> 8, at & 255))
}

/** Orders that follow, as far as a bucket tells, from step and trust. */
const tables = {
  relevance: toTable((step, trust) => (toScore(step, trust) << 7) | (trust & 127)),
  popularity: toTable((_, trust) => trust & PULL_MASK),
  pulls: toTable((_, trust) => (trust & PULL_MASK) + ((trust & LAST_BIT) === 0 ? PULL_MASK + 1 : 0)),
}

/** More than any bucket of any sort. */
const bucketCount = DAY_MASK + 1
const nameBuckets = 1 << 12
/** How many have each bucket. Zeros between two cuts. */
const counts = new Uint32Array(bucketCount)

/** So many are kept before those are dropped that stand too far down, and so many times those that are wanted. */
const leastRoom = 4096
const roomShare = 4

/** The matches that are kept, with the bucket of each; greater ones come first. */
interface Kept {
  items: Uint32Array
  buckets: Uint16Array
  count: number
}

/**
 * The matches that share a bucket with any of the places from one to before another, and how many others come before them.
 * @param found matches in any order, more than there are places
 * @param steps the step of relevance of each document, by its number
 * @returns valid until the next search
 */
export function narrowMatches(
  engine: Engine,
  found: Uint32Array,
  sort: PageSort,
  steps: Uint8Array,
  [from, end]: readonly [number, number],
): { items: Uint32Array; before: number } {
  const { scratch } = engine
  const kept: Kept = { items: scratch.kept, buckets: scratch.buckets, count: 0 }
  const keep = chooseKeep(engine, sort, steps)
  let room = Math.max(leastRoom, roomShare * end)
  let least = 0
  for (let at = 0; at < found.length; ) {
    // No more at once than there is room for, so that it need not be asked for each of them.
    const next = Math.min(found.length, at + room - kept.count)
    keep(kept, found, [at, next], least)
    at = next
    if (2 * kept.count < room || at === found.length) continue
    least = cut(kept, 0, end).least
    // Where very many share a bucket, all of those stay.
    room = Math.max(room, 4 * kept.count)
  }
  const { before } = cut(kept, from, end)
  return { items: kept.items.subarray(0, kept.count), before }
}

/** Adds those of the matches from one place to before another whose bucket is not below the least. */
type Keep = (kept: Kept, found: Uint32Array, range: readonly [number, number], least: number) => void

// A loop for each, because most searches run it over a large part of all documents.
function chooseKeep({ documents, base }: Engine, sort: PageSort, steps: Uint8Array): Keep {
  const { trusts, days, nameRanks } = documents
  if (sort === 'updated') {
    return (kept, found, [from, to], least) => {
      for (let at = from; at < to; at += 1) {
        const document = found[at] ?? 0
        const bucket = days[document] ?? 0
        if (bucket >= least) add(kept, document, bucket)
      }
    }
  }
  if (sort === 'name') {
    const shift = Math.max(0, Math.ceil(Math.log2((2 * base.documentCount + 2) / nameBuckets)))
    return (kept, found, [from, to], least) => {
      for (let at = from; at < to; at += 1) {
        const document = found[at] ?? 0
        const bucket = nameBuckets - 1 - ((nameRanks[document] ?? 0) >>> shift)
        if (bucket >= least) add(kept, document, bucket)
      }
    }
  }
  const table = tables[sort]
  return (kept, found, [from, to], least) => {
    for (let at = from; at < to; at += 1) {
      const document = found[at] ?? 0
      const bucket = table[((steps[document] ?? 0) << 8) | (trusts[document] ?? 0)] ?? 0
      if (bucket >= least) add(kept, document, bucket)
    }
  }
}

function add(kept: Kept, document: number, bucket: number): void {
  kept.items[kept.count] = document
  kept.buckets[kept.count] = bucket
  kept.count += 1
}

/**
 * Drops what shares no bucket with any of the places from one to before another.
 * @returns the least bucket that is left, and how many came before those that are left
 */
function cut(kept: Kept, from: number, end: number): { least: number; before: number } {
  const { items, buckets, count } = kept
  let greatest = 0
  for (let at = 0; at < count; at += 1) {
    const bucket = buckets[at] ?? 0
    counts[bucket] = (counts[bucket] ?? 0) + 1
    if (bucket > greatest) greatest = bucket
  }
  let most = greatest
  let before = 0
  while (before + (counts[most] ?? 0) <= from) before += counts[most--] ?? 0
  let least = most
  let counted = before + (counts[least] ?? 0)
  while (counted < end) counted += counts[--least] ?? 0
  counts.fill(0, 0, greatest + 1)
  kept.count = 0
  for (let at = 0; at < count; at += 1) {
    const bucket = buckets[at] ?? 0
    if (bucket >= least && bucket <= most) add(kept, items[at] ?? 0, bucket)
  }
  return { least, before }
}
