/**
 * Joins the postings of all terms that begin alike, where there are so many that joining them takes too long while someone
 * types: `s` begins a tenth of all words.
 */
import type { BaseSegment, JoinedPostings } from './base-segment.ts'
import { NAME, PUBLISHER } from './fields.ts'

type Dictionary = Pick<BaseSegment, 'terms' | 'starts' | 'documents' | 'fields'>

const maxLength = 4
const postingsPerSlice = 100_000
const termsPerSlice = 10_000

/** The joined postings of beginnings of one to four letters that have more of them than a third of the documents. */
export function* joinBeginnings(
  { terms, starts, documents, fields }: Dictionary,
  documentCount: number,
): Generator<void, Map<string, JoinedPostings>> {
  const joined = new Map<string, JoinedPostings>()
  const minPostings = Math.max(2_000, documentCount / 3)
  const found = new Uint8Array(documentCount)
  const listed = yield* listBeginnings(terms, starts, minPostings)
  const most = listed.reduce((sum, [, from, to]) => sum + Math.min(to - from, documentCount), 0)
  // In one piece: memory that was many pieces is not given back when they are dropped. What stays unused takes none.
  const pool: Pool = { documents: new Uint32Array(most), fields: new Uint8Array(most), used: 0 }
  for (const [beginning, from, to] of listed) {
    let sliced = 0
    for (let at = from; at < to; at += 1) {
      const document = documents[at] ?? 0
      found[document] = (found[document] ?? 0) | (fields[at] ?? 0)
      if (++sliced % postingsPerSlice === 0) yield
    }
    joined.set(beginning, takeFound(found, pool))
    found.fill(0)
    yield
  }
  return joined
}

interface Pool {
  documents: Uint32Array
  fields: Uint8Array
  used: number
}

/** Puts those that are found in a name first, because suggestions look at no others. */
function takeFound(found: Uint8Array, pool: Pool): JoinedPostings {
  let [count, namedCount] = [0, 0]
  for (const bits of found) {
    if (bits !== 0) count += 1
    if ((bits & (NAME | PUBLISHER)) !== 0) namedCount += 1
  }
  const [from, to] = [pool.used, pool.used + count]
  pool.used = to
  const documents = pool.documents.subarray(from, to)
  const fields = pool.fields.subarray(from, to)
  let [named, other] = [0, namedCount]
  for (let document = 0; document < found.length; document += 1) {
    const bits = found[document] ?? 0
    if (bits === 0) continue
    const at = (bits & (NAME | PUBLISHER)) !== 0 ? named++ : other++
    documents[at] = document
    fields[at] = bits
  }
  return { documents, fields, namedCount }
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
