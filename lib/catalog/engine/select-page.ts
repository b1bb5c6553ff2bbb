/**
 * One page of the matches in their order. Most searches match a large part of all documents, of which only a page is shown:
 * so documents are first counted in coarse buckets that follow the order, and only those of the page's own buckets get
 * exact keys and are sorted.
 */
import type { SortOrder } from '../query/search-query.ts'
import { DAY_MASK } from './days.ts'
import {
  type Documents,
  LAST_BIT,
  NAME_RANK_COUNT,
  PULL_MASK,
  STANDING_COUNT,
  toStanding,
  VERIFIED_BIT,
} from './documents.ts'
import { type Engine, isNameBefore } from './engine.ts'
import { NAME_STEP, NAMED_EMPTY_STEP, TOP_STEP } from './fields.ts'
import { selectPart } from './select-part.ts'

/** What a step of relevance is worth beside trust. */
const stepWeight = 5
/** Above all that is empty. */
const leastScore = 10

/**
 * How relevant a step of matching is with what the document is trusted for: a verified publisher counts like four steps, a
 * hundred million pulls like two and a half. So an exact name of somebody whom nobody knows does not pass the image that everybody
 * pulls, but does pass one that only mentions the word.
 * @param trust one of `trusts`
 * @returns from 0 to 127
 */
export function toScore(step: number, trust: number): number {
  // What no image was pushed to stands right behind an exact name where its very name was typed, and else last.
  if ((trust & LAST_BIT) !== 0) return step < TOP_STEP ? step : leastScore + stepWeight * NAME_STEP - 1
  const ofPulls = Math.min(15, (trust & PULL_MASK) >> 1)
  return leastScore + stepWeight * step + ofPulls + ((trust & VERIFIED_BIT) === 0 ? 0 : 20)
}

/** The bucket of each step and trust, at `step << 8 | trust`: most searches look one up for nearly all documents. */
const relevanceBuckets = Uint16Array.from(
  { length: (NAMED_EMPTY_STEP + 1) << 8 },
  (_, at) => (toScore(at >> 8, at & 255) << 7) | (at & 127),
)

/** By trust: its pulls, and where what has no image comes last, above all of that. */
const bucketsOfPulls = Uint16Array.from({ length: 256 }, (_, trust) => trust & PULL_MASK)
const bucketsOfImages = bucketsOfPulls.map((pulls, trust) =>
  (trust & LAST_BIT) === 0 ? pulls + PULL_MASK + 1 : pulls,
)

/** Where nothing was typed, popularity is relevance, and what has no image comes last. */
export type PageSort = SortOrder | 'pulls'

/** More than any bucket of any sort. */
const bucketCount = DAY_MASK + 1
const nameBuckets = 1 << 12
const counts = new Uint32Array(bucketCount)

/**
 * The documents from one place of the order to before another, best first.
 * @param found matches in any order
 * @param steps the step of relevance of each document, by its number
 */
export function selectPage(
  engine: Engine,
  found: Uint32Array,
  sort: PageSort,
  steps: Uint8Array,
  [from, to]: readonly [number, number],
): Uint32Array {
  const end = Math.min(to, found.length)
  if (from >= end) return new Uint32Array(0)
  const near =
    end - from === found.length ? { items: found, before: 0 } : narrow(engine, found, sort, steps, from, end)
  setKeys(engine, near.items, sort, steps)
  const { keys } = engine
  return selectPart(near.items, from - near.before, end - near.before, {
    keys,
    ranks: engine.documents.nameRanks,
    isBefore: (a, b) => {
      const [keyOfA, keyOfB] = [keys[a] ?? 0, keys[b] ?? 0]
      return keyOfA === keyOfB ? isNameBefore(engine, a, b) : keyOfA > keyOfB
    },
  })
}

/** Those that share a bucket with any of the wanted places, and how many come before them. */
function narrow(
  { documents, base, scratch }: Engine,
  found: Uint32Array,
  sort: PageSort,
  steps: Uint8Array,
  from: number,
  end: number,
): { items: Uint32Array; before: number } {
  const buckets = scratch.buckets
  const greatest = fillBuckets(documents, base.documentCount, found, sort, steps, buckets)
  let first = greatest
  let before = 0
  while (before + (counts[first] ?? 0) <= from) before += counts[first--] ?? 0
  let last = first
  let counted = before + (counts[last] ?? 0)
  while (counted < end) counted += counts[--last] ?? 0
  counts.fill(0, 0, greatest + 1)
  const items = new Uint32Array(counted - before)
  let count = 0
  for (let at = 0; at < found.length; at += 1) {
    const bucket = buckets[at] ?? 0
    if (bucket >= last && bucket <= first) items[count++] = found[at] ?? 0
  }
  return { items, before }
}

/** Writes the bucket of each match and counts them; greater ones come first. Answers the greatest. */
function fillBuckets(
  { trusts, days, nameRanks }: Documents,
  baseCount: number,
  found: Uint32Array,
  sort: PageSort,
  steps: Uint8Array,
  buckets: Uint16Array,
): number {
  let greatest = 0
  // A loop for each, because most searches run it over nearly all documents.
  if (sort === 'relevance') {
    for (let at = 0; at < found.length; at += 1) {
      const document = found[at] ?? 0
      const bucket = relevanceBuckets[((steps[document] ?? 0) << 8) | (trusts[document] ?? 0)] ?? 0
      buckets[at] = bucket
      counts[bucket] = (counts[bucket] ?? 0) + 1
      if (bucket > greatest) greatest = bucket
    }
  } else {
    const shift = Math.max(0, Math.ceil(Math.log2((2 * baseCount + 2) / nameBuckets)))
    const ofTrusts = sort === 'pulls' ? bucketsOfImages : bucketsOfPulls
    const [isByDay, isByName] = [sort === 'updated', sort === 'name']
    for (let at = 0; at < found.length; at += 1) {
      const document = found[at] ?? 0
      let bucket = 0
      if (isByDay) bucket = days[document] ?? 0
      else if (isByName) bucket = nameBuckets - 1 - ((nameRanks[document] ?? 0) >>> shift)
      else bucket = ofTrusts[trusts[document] ?? 0] ?? 0
      buckets[at] = bucket
      counts[bucket] = (counts[bucket] ?? 0) + 1
      if (bucket > greatest) greatest = bucket
    }
  }
  return greatest
}

/** Sets the sort keys of these documents: greater ones come first, and the name decides between equal ones. */
function setKeys({ keys, documents }: Engine, items: Uint32Array, sort: PageSort, steps: Uint8Array): void {
  const { trusts, nameRanks, pullCounts, updatedMs } = documents
  for (const document of items) {
    const trust = trusts[document] ?? 0
    if (sort === 'relevance') {
      const standing = toStanding(documents, document)
      const score = toScore(steps[document] ?? 0, trust)
      const rank = Math.min(NAME_RANK_COUNT - 1, nameRanks[document] ?? 0)
      keys[document] = (score * STANDING_COUNT + standing) * NAME_RANK_COUNT - rank
    } else if (sort === 'updated') keys[document] = updatedMs[document] ?? 0
    else if (sort === 'name') keys[document] = -(nameRanks[document] ?? 0)
    else {
      const last = sort === 'pulls' && (trust & LAST_BIT) !== 0 ? 2 ** 52 : 0
      keys[document] = 2 * (pullCounts[document] ?? 0) + ((trust & VERIFIED_BIT) === 0 ? 0 : 1) - last
    }
  }
}
