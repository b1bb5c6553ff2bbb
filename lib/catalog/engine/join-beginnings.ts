/**
 * Joins the postings of all terms that begin alike, where there are so many that joining them takes too long while someone
 * types: `s` begins a tenth of all words. Most documents have some such word, so what is kept is a byte for each of them.
 */
import type { BaseSegment, Beginning } from './base-segment.ts'
import { NAME, PUBLISHER } from './fields.ts'
import { hasSameStart, readStart } from './terms.ts'

type Dictionary = Pick<BaseSegment, 'terms' | 'starts' | 'documents' | 'fields'>

const maxLength = 4
const postingsPerSlice = 100_000
const termsPerSlice = 10_000

/** The beginnings of one to four letters that have more postings than a third of the documents. */
export function* joinBeginnings(
  dictionary: Dictionary,
  documentCount: number,
): Generator<void, Map<string, Beginning>> {
  const { documents, fields } = dictionary
  const joined = new Map<string, Beginning>()
  const minPostings = Math.max(2_000, documentCount / 3)
  const listed = yield* listBeginnings(dictionary, minPostings)
  // In one piece: memory that was many pieces is not given back when they are dropped.
  const columns = new Uint8Array(listed.length * documentCount)
  for (const [place, [beginning, from, to]] of listed.entries()) {
    const column = columns.subarray(place * documentCount, (place + 1) * documentCount)
    for (let at = from; at < to; at += 1) {
      const document = documents[at] ?? 0
      column[document] = (column[document] ?? 0) | (fields[at] ?? 0)
      if ((at - from + 1) % postingsPerSlice === 0) yield
    }
    joined.set(beginning, toBeginning(column))
    yield
  }
  return joined
}

/** Of the fields of each document, who is named. */
function toBeginning(fields: Uint8Array): Beginning {
  let [count, namedCount] = [0, 0]
  for (const bits of fields) {
    if (bits !== 0) count += 1
    if ((bits & (NAME | PUBLISHER)) !== 0) namedCount += 1
  }
  const named = new Uint32Array(namedCount)
  let at = 0
  for (let document = 0; document < fields.length; document += 1) {
    if (((fields[document] ?? 0) & (NAME | PUBLISHER)) !== 0) named[at++] = document
  }
  return { fields, named, count }
}

/** Beginnings with the range of their postings, the shorter ones first. */
function* listBeginnings(
  { terms, starts }: Dictionary,
  minPostings: number,
): Generator<void, [string, number, number][]> {
  const listed: [string, number, number][][] = Array.from({ length: maxLength }, () => [])
  /** Of each length the beginning that runs, and the term where that began. */
  const running = listed.map(() => ({ beginning: '', from: 0 }))
  for (let term = 0; term <= terms.count; term += 1) {
    if (term % termsPerSlice === 0) yield
    const isEnd = term === terms.count
    if (!isEnd && term > 0 && hasSameStart(terms, term - 1, term, maxLength)) continue
    const start = isEnd ? '' : readStart(terms, term, maxLength)
    for (const [at, { beginning, from }] of running.entries()) {
      const next = start.slice(0, at + 1)
      if (!isEnd && next === beginning) continue
      const [first, end] = [starts[from] ?? 0, starts[term] ?? 0]
      // One term alone needs no joining.
      const isWhole = beginning.length === at + 1
      if (isWhole && term - from > 1 && end - first >= minPostings) listed[at]?.push([beginning, first, end])
      running[at] = { beginning: next, from: term }
    }
  }
  return listed.flat()
}
