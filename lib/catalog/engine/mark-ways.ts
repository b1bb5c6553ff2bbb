/**
 * Marks the documents that have a word in any of its ways, in a column of bytes: how each was found, as the bits of fields.ts.
 * Where they are to be listed too, they are listed as they are met.
 */
import type { BaseSegment, Beginning } from './base-segment.ts'
import type { Unit, Way } from './compile-query.ts'
import { type DeltaSegment, visitBeginning } from './delta-segment.ts'
import type { Documents } from './documents.ts'
import type { MatchTable } from './fields.ts'
import { findSequence } from './find-sequence.ts'
import { findBeginning, findTerm } from './terms.ts'

export interface SearchIndex {
  base: BaseSegment
  delta: DeltaSegment
  documents: Documents
}

/** Which fields count how much. */
export interface MatchTables {
  whole: MatchTable
  begun: MatchTable
  /** Whether only names of repositories and publishers count. */
  areNamesOnly?: boolean
}

/** In how many documents the term stands, deleted ones included. */
export function countTerm({ base, delta }: SearchIndex, term: string): number {
  const number = findTerm(base.terms, term)
  const ofBase = number < 0 ? 0 : (base.starts[number + 1] ?? 0) - (base.starts[number] ?? 0)
  const ofDelta = delta.termNumbers.get(term)
  return ofBase + (ofDelta === undefined ? 0 : (delta.postings[ofDelta]?.length ?? 0))
}

/** About how many postings have to be read. */
export function measureWay(index: SearchIndex, way: Way): number {
  if (way.kind === 'whole') return countTerm(index, way.term)
  if (way.kind === 'sequence') return Math.min(...way.terms.map((term) => countTerm(index, term)))
  const { terms, starts, beginnings } = index.base
  const joined = beginnings.get(way.text)
  if (joined !== undefined) return joined.count
  const [from, to] = findBeginning(terms, way.text)
  return (starts[to] ?? 0) - (starts[from] ?? 0) + index.delta.documentCount
}

/** Where documents are marked, and listed if they had no mark. */
interface Listing {
  marks: Uint8Array
  found: Uint32Array
}

/** Those that are listed already, to which others are added. */
interface Listed {
  found: Uint32Array
  count: number
}

/** Marks the documents that have the unit in any of its ways. */
export function markUnit(
  index: SearchIndex,
  { ways }: { ways: readonly Way[] },
  tables: MatchTables,
  marks: Uint8Array,
): void {
  markWays(index, ways, tables, marks)
}

/** The same, and lists them once each as they are met, deleted ones too. Answers how many there are. */
export function listUnit(
  index: SearchIndex,
  { ways }: Unit,
  tables: MatchTables,
  { marks, found }: Listing,
): number {
  return markWays(index, ways, tables, marks, { found, count: 0 })
}

/** @returns how many are listed, where they are to be */
function markWays(
  index: SearchIndex,
  ways: readonly Way[],
  tables: MatchTables,
  marks: Uint8Array,
  listed?: Listed,
): number {
  const { whole, begun, areNamesOnly = false } = tables
  const begins = ways.flatMap((way) => (way.kind === 'beginning' ? [way.text] : []))
  let count = 0
  for (const way of ways) {
    const to = listed && { ...listed, count }
    if (way.kind === 'sequence') {
      count = findSequence(index, way.terms, way.isLoose ? begun : whole, marks, to)
    } else if (way.kind === 'beginning') {
      const isTerm = ways.some((other) => other.kind === 'whole' && !other.isLoose && other.term === way.text)
      const ofTerm = isTerm ? whole : begun
      count = markBeginning(index, way.text, { begun, ofTerm, areNamesOnly }, marks, to)
    } else if (way.isLoose) {
      // What begins with the word has been met there: `services` of `service`.
      const isMet = begins.some((text) => way.term.startsWith(text))
      if (!isMet) count = markTerm(index, way.term, begun, marks, to)
    } else if (!begins.includes(way.term)) count = markTerm(index, way.term, whole, marks, to)
  }
  return count
}

function markTerm(
  { base, delta }: SearchIndex,
  term: string,
  table: MatchTable,
  marks: Uint8Array,
  listed?: Listed,
): number {
  const number = findTerm(base.terms, term)
  let count = listed?.count ?? 0
  if (number >= 0) {
    const range: [number, number] = [base.starts[number] ?? 0, base.starts[number + 1] ?? 0]
    count = markPostings(base, range, table, marks, listed)
  }
  return markDelta(delta, delta.termNumbers.get(term), table, marks, listed && { ...listed, count })
}

/** What begins so, and of that the term itself by a table of its own, lest its many documents be visited twice. */
function markBeginning(
  index: SearchIndex,
  beginning: string,
  { begun, ofTerm, areNamesOnly }: { begun: MatchTable; ofTerm: MatchTable; areNamesOnly: boolean },
  marks: Uint8Array,
  listed?: Listed,
): number {
  const { base, delta } = index
  const joined = base.beginnings.get(beginning)
  let count = listed?.count ?? 0
  const toList = () => listed && { ...listed, count }
  if (joined !== undefined) {
    count = areNamesOnly
      ? markNamed(joined, begun, marks, toList())
      : markColumn(joined.fields, begun, marks, toList())
    if (ofTerm !== begun) count = markTerm(index, beginning, ofTerm, marks, toList())
  } else {
    const [from, to] = findBeginning(base.terms, beginning)
    const own = findTerm(base.terms, beginning)
    // It stands before all that it begins.
    const others = own < 0 ? from : own + 1
    const [start, middle, end] = [base.starts[from] ?? 0, base.starts[others] ?? 0, base.starts[to] ?? 0]
    count = markPostings(base, [start, middle], ofTerm, marks, toList())
    count = markPostings(base, [middle, end], begun, marks, toList())
    count = markDelta(delta, delta.termNumbers.get(beginning), ofTerm, marks, toList())
  }
  visitBeginning(delta, beginning, (term) => {
    count = markDelta(delta, term, begun, marks, toList())
  })
  return count
}

/** The same for a byte of each document. */
function markColumn(fields: Uint8Array, table: MatchTable, marks: Uint8Array, listed?: Listed): number {
  if (listed === undefined) {
    for (let document = 0; document < fields.length; document += 1) {
      marks[document] = (marks[document] ?? 0) | (table[fields[document] ?? 0] ?? 0)
    }
    return 0
  }
  const { found } = listed
  let { count } = listed
  for (let document = 0; document < fields.length; document += 1) {
    const bits = table[fields[document] ?? 0] ?? 0
    if (bits === 0) continue
    const mark = marks[document] ?? 0
    if (mark === 0) found[count++] = document
    marks[document] = mark | bits
  }
  return count
}

function markNamed(
  { named, fields }: Beginning,
  table: MatchTable,
  marks: Uint8Array,
  listed?: Listed,
): number {
  let count = listed?.count ?? 0
  for (let at = 0; at < named.length; at += 1) {
    const document = named[at] ?? 0
    const mark = marks[document] ?? 0
    const bits = table[fields[document] ?? 0] ?? 0
    if (listed !== undefined && mark === 0 && bits !== 0) listed.found[count++] = document
    marks[document] = mark | bits
  }
  return count
}

function markPostings(
  { documents, fields }: Pick<BaseSegment, 'documents' | 'fields'>,
  [from, to]: readonly [number, number],
  table: MatchTable,
  marks: Uint8Array,
  listed?: Listed,
): number {
  if (listed === undefined) {
    for (let at = from; at < to; at += 1) {
      const document = documents[at] ?? 0
      marks[document] = (marks[document] ?? 0) | (table[fields[at] ?? 0] ?? 0)
    }
    return 0
  }
  const { found } = listed
  let { count } = listed
  for (let at = from; at < to; at += 1) {
    const bits = table[fields[at] ?? 0] ?? 0
    if (bits === 0) continue
    const document = documents[at] ?? 0
    const mark = marks[document] ?? 0
    if (mark === 0) found[count++] = document
    marks[document] = mark | bits
  }
  return count
}

function markDelta(
  delta: DeltaSegment,
  term: number | undefined,
  table: MatchTable,
  marks: Uint8Array,
  listed?: Listed,
): number {
  let count = listed?.count ?? 0
  const postings = term === undefined ? undefined : delta.postings[term]
  for (const posting of postings ?? []) {
    const document = Math.floor(posting / 256)
    const mark = marks[document] ?? 0
    const bits = table[posting & 255] ?? 0
    if (listed !== undefined && mark === 0 && bits !== 0) listed.found[count++] = document
    marks[document] = mark | bits
  }
  return count
}
