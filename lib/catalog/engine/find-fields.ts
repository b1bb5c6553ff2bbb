/** Where in one document a term stands: a look into the postings, for the few documents that a page shows. */

import type { Unit } from './compile-query.ts'
import { TAG } from './fields.ts'
import type { SearchIndex } from './mark-ways.ts'
import { findTerm } from './terms.ts'

/** Where the postings of a term are. */
export interface TermPlace {
  term: string
  /** In the base, from one place to before another. */
  from: number
  end: number
  ofDelta: readonly number[]
}

/** Null where the term stands nowhere. */
function placeTerm({ base, delta }: SearchIndex, term: string): TermPlace | null {
  const number = findTerm(base.terms, term)
  const [from, end] = number < 0 ? [0, 0] : [base.starts[number] ?? 0, base.starts[number + 1] ?? 0]
  const ofDelta = delta.postings[delta.termNumbers.get(term) ?? -1] ?? []
  return from === end && ofDelta.length === 0 ? null : { term, from, end, ofDelta }
}

/** The fields of the document that have the term, as the bits of fields.ts; 0 where none has. */
export function findFields(index: SearchIndex, term: string, document: number): number {
  const place = placeTerm(index, term)
  return place === null ? 0 : readFields(index, place, document)
}

function readFields(
  { base }: SearchIndex,
  { from: first, end, ofDelta }: TermPlace,
  document: number,
): number {
  if (document >= base.documentCount) {
    const posting = ofDelta.find((one) => Math.floor(one / 256) === document)
    return posting === undefined ? 0 : posting & 255
  }
  let from = first
  let to = end
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((base.documents[middle] ?? 0) < document) from = middle + 1
    else to = middle
  }
  return from < end && base.documents[from] === document ? (base.fields[from] ?? 0) : 0
}

/** Of each unit its words as they may stand in a document, once for all documents of a page. */
export function placeWords(index: SearchIndex, units: readonly Unit[]): TermPlace[][] {
  return units.map(({ ways }) =>
    ways.flatMap((way) => (way.kind === 'whole' ? (placeTerm(index, way.term) ?? []) : [])),
  )
}

/** The units that the document has in its tags alone, as the words by which they stand there. */
export function listTagWords(
  index: SearchIndex,
  units: readonly (readonly TermPlace[])[],
  document: number,
): string[] {
  return units.flatMap((places) => {
    let word: string | null = null
    for (const place of places) {
      const fields = readFields(index, place, document)
      if ((fields & ~TAG) !== 0) return []
      if (fields !== 0) word ??= place.term
    }
    return word ?? []
  })
}
