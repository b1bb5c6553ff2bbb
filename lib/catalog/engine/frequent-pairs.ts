/**
 * Of the words that stand nearly everywhere, such as `for` and `the`, the documents in which two stand together are kept: a
 * phrase of such words would otherwise be looked for in every document.
 */
import type { BaseSegment } from './base-segment.ts'
import { NAME } from './fields.ts'
import { EXTRA_MARK, FIELD_MARK } from './index-document.ts'

export interface FrequentPairs {
  /** Of each term its place among the frequent ones, counted from 1; 0 for any other. */
  places: Uint16Array
  /** Postings of the pair `(a - 1) * count + b - 1` stand from here to the next. */
  starts: Uint32Array
  /** How many terms are frequent. */
  count: number
  documents: Uint32Array
  fields: Uint8Array
}

export const noPairs: FrequentPairs = {
  places: new Uint16Array(0),
  starts: new Uint32Array(1),
  count: 0,
  documents: new Uint32Array(0),
  fields: new Uint8Array(0),
}

const maxFrequent = 512
const minDocuments = 500
const minShare = 1 / 128
const documentsPerSlice = 400

/** The postings of a pair of terms, from one place to before another; null where one of them is not frequent. */
export function findPair(
  { places, starts, count }: FrequentPairs,
  a: number,
  b: number,
): [number, number] | null {
  const [first, second] = [places[a] ?? 0, places[b] ?? 0]
  if (first === 0 || second === 0) return null
  const pair = (first - 1) * count + second - 1
  return [starts[pair] ?? 0, starts[pair + 1] ?? 0]
}

/** Finds the pairs of all documents, in slices. */
export function* listPairs(
  segment: Pick<BaseSegment, 'starts' | 'tokenStarts' | 'tokens'>,
): Generator<void, FrequentPairs> {
  const { places, count } = rankTerms(segment.starts, segment.tokenStarts.length - 1)
  if (count === 0) return { ...noPairs, places }
  const counts = new Uint32Array(count * count)
  const lastSeen = new Uint32Array(count * count)
  yield* visitPairs(segment, places, count, (pair, document) => {
    if (lastSeen[pair] === document + 1) return
    lastSeen[pair] = document + 1
    counts[pair] = (counts[pair] ?? 0) + 1
  })
  const starts = new Uint32Array(counts.length + 1)
  for (let pair = 0; pair < counts.length; pair += 1)
    starts[pair + 1] = (starts[pair] ?? 0) + (counts[pair] ?? 0)
  const total = starts[counts.length] ?? 0
  const documents = new Uint32Array(total)
  const fields = new Uint8Array(total)
  const ends = starts.slice(0, -1)
  lastSeen.fill(0)
  yield* visitPairs(segment, places, count, (pair, document, inFields) => {
    const end = ends[pair] ?? 0
    if (lastSeen[pair] === document + 1) fields[end - 1] = (fields[end - 1] ?? 0) | inFields
    else {
      lastSeen[pair] = document + 1
      documents[end] = document
      fields[end] = inFields
      ends[pair] = end + 1
    }
  })
  return { places, starts, count, documents, fields }
}

function rankTerms(starts: Uint32Array, documentCount: number): { places: Uint16Array; count: number } {
  const places = new Uint16Array(starts.length - 1)
  const least = Math.max(minDocuments, documentCount * minShare)
  const frequent: number[] = []
  for (let term = 0; term + 1 < starts.length; term += 1) {
    if ((starts[term + 1] ?? 0) - (starts[term] ?? 0) >= least) frequent.push(term)
  }
  const sizeOf = (term: number) => (starts[term + 1] ?? 0) - (starts[term] ?? 0)
  frequent.sort((a, b) => sizeOf(b) - sizeOf(a))
  const kept = frequent.slice(0, maxFrequent)
  for (const [place, term] of kept.entries()) places[term] = place + 1
  return { places, count: kept.length }
}

/** Calls back for each two neighbours that are both frequent; what counts as neighbours is said in find-sequence.ts. */
function* visitPairs(
  { tokenStarts, tokens }: Pick<BaseSegment, 'tokenStarts' | 'tokens'>,
  places: Uint16Array,
  count: number,
  take: (pair: number, document: number, fields: number) => void,
): Generator<void, void> {
  for (let document = 0; document + 1 < tokenStarts.length; document += 1) {
    const to = tokenStarts[document + 1] ?? 0
    let fields = 0
    let before = 0
    let beforeFields = 0
    for (let at = tokenStarts[document] ?? 0; at < to; at += 1) {
      const token = tokens[at] ?? 0
      if (token >= FIELD_MARK) {
        if ((token & fields & NAME) === 0) before = 0
        fields = token & 255
      } else if (token < EXTRA_MARK) {
        const place = places[token] ?? 0
        if (before !== 0 && place !== 0) take((before - 1) * count + place - 1, document, beforeFields)
        before = place
        beforeFields = fields
      }
    }
    if (document % documentsPerSlice === 0) yield
  }
}
