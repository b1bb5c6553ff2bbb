/** Where in one document a term stands: a look into the postings, for the few documents that a page shows. */

import type { Unit } from './compile-query.ts'
import { TAG } from './fields.ts'
import type { SearchIndex } from './mark-ways.ts'
import { findTerm } from './terms.ts'

/** The fields of the document that have the term, as the bits of fields.ts; 0 where none has. */
export function findFields({ base, delta }: SearchIndex, term: string, document: number): number {
  if (document >= base.documentCount) {
    const number = delta.termNumbers.get(term)
    const postings = number === undefined ? [] : (delta.postings[number] ?? [])
    const posting = postings.find((one) => Math.floor(one / 256) === document)
    return posting === undefined ? 0 : posting & 255
  }
  const number = findTerm(base.terms, term)
  if (number < 0) return 0
  let from = base.starts[number] ?? 0
  let to = base.starts[number + 1] ?? 0
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((base.documents[middle] ?? 0) < document) from = middle + 1
    else to = middle
  }
  return from < (base.starts[number + 1] ?? 0) && base.documents[from] === document
    ? (base.fields[from] ?? 0)
    : 0
}

/** The units that the document has in its tags alone, as the words by which they stand there. */
export function listTagWords(index: SearchIndex, units: readonly Unit[], document: number): string[] {
  return units.flatMap(({ ways }) => {
    let fields = 0
    const words: string[] = []
    for (const way of ways) {
      if (way.kind !== 'whole') continue
      const own = findFields(index, way.term, document)
      fields |= own
      if ((own & TAG) !== 0) words.push(way.term)
    }
    return fields === TAG ? words.slice(0, 1) : []
  })
}
