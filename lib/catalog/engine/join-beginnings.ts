/**
 * Joins the postings of all terms that begin alike, where there are so many that joining them takes too long while someone
 * types: `s` begins a tenth of all words.
 */
import type { BaseSegment } from './base-segment.ts'

type Dictionary = Pick<BaseSegment, 'terms' | 'starts' | 'documents' | 'fields'>

const maxLength = 4
const postingsPerSlice = 100_000
const termsPerSlice = 10_000

/** The joined postings of beginnings of one to four letters that have more of them than a third of the documents. */
export function* joinBeginnings(
  { terms, starts, documents, fields }: Dictionary,
  documentCount: number,
): Generator<void, Map<string, { documents: Uint32Array; fields: Uint8Array }>> {
  const joined = new Map<string, { documents: Uint32Array; fields: Uint8Array }>()
  const minPostings = Math.max(2_000, documentCount / 3)
  const found = new Uint8Array(documentCount)
  for (const [beginning, from, to] of yield* listBeginnings(terms, starts, minPostings)) {
    let sliced = 0
    for (let at = from; at < to; at += 1) {
      const document = documents[at] ?? 0
      found[document] = (found[document] ?? 0) | (fields[at] ?? 0)
      if (++sliced % postingsPerSlice === 0) yield
    }
    let count = 0
    for (let document = 0; document < documentCount; document += 1) if (found[document] !== 0) count += 1
    const own = { documents: new Uint32Array(count), fields: new Uint8Array(count) }
    count = 0
    for (let document = 0; document < documentCount; document += 1) {
      const bits = found[document] ?? 0
      if (bits === 0) continue
      own.documents[count] = document
      own.fields[count++] = bits
    }
    joined.set(beginning, own)
    found.fill(0)
    yield
  }
  return joined
}

/** Beginnings with the range of their postings. */
function* listBeginnings(
  terms: readonly string[],
  starts: Uint32Array,
  minPostings: number,
): Generator<void, [string, number, number][]> {
  const listed: [string, number, number][] = []
  for (let length = 1; length <= maxLength; length += 1) {
    let from = 0
    let beginning = ''
    const add = (to: number) => {
      const [first, end] = [starts[from] ?? 0, starts[to] ?? 0]
      // One term alone needs no joining.
      if (beginning.length === length && to - from > 1 && end - first >= minPostings) {
        listed.push([beginning, first, end])
      }
    }
    for (let term = 0; term < terms.length; term += 1) {
      if (term % termsPerSlice === 0) yield
      const next = (terms[term] ?? '').slice(0, length)
      if (next === beginning) continue
      add(term)
      from = term
      beginning = next
    }
    add(terms.length)
  }
  return listed
}
