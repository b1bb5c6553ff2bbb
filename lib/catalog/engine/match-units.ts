/**
 * Finds the documents that match a compiled query. The rarest word is found first; then each other word marks its documents in
 * a column of bytes, and those that lack a mark are dropped. Where a word has few postings, its documents are listed as they are
 * marked; where it has many, the column is looked through once, which costs the same for each document and guesses nothing.
 */
import type { BaseSegment, Beginning } from './base-segment.ts'
import type { CompiledQuery, Unit, Way } from './compile-query.ts'
import { type DeltaSegment, visitBeginning } from './delta-segment.ts'
import type { Documents } from './documents.ts'
import { type MatchTable, matchSteps } from './fields.ts'
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

/** Columns that are used by one query after the other. They hold zeros in between. */
export interface Scratch {
  all: Uint8Array
  any: Uint8Array
  marks: Uint8Array
  /** Of each document, which units of a query it has, as bits. */
  unitsOf: Uint16Array
  /** The matches, in no certain order unless `count` says otherwise, and the step of relevance of each document. */
  found: Uint32Array
  /** Of each match, for selecting a page. */
  buckets: Uint16Array
}

export interface Matches {
  documents: Uint32Array
  count: number
  /** The step of each document, by its number. */
  steps: Uint8Array
}

export function createScratch(capacity: number): Scratch {
  return {
    all: new Uint8Array(capacity),
    any: new Uint8Array(capacity),
    marks: new Uint8Array(capacity),
    unitsOf: new Uint16Array(capacity),
    found: new Uint32Array(capacity),
    buckets: new Uint16Array(capacity),
  }
}

/**
 * All live documents that match. What it answers stands in the scratch columns, and is valid until `clearMatches`.
 * @param tablesOf the tables for this unit
 */
export function matchUnits(
  index: SearchIndex,
  { units, excluded }: CompiledQuery,
  tables: MatchTables,
  scratch: Scratch,
): Matches {
  const { isDeleted, count: documentCount } = index.documents
  const { all, any, marks, found } = scratch
  const sized = units
    .map((unit) => ({ unit, size: unit.ways.reduce((sum, way) => sum + measureWay(index, way), 0) }))
    .sort((a, b) => a.size - b.size)
  let count = 0
  const [first, ...others] = sized
  if (others.length === 0 && excluded.length === 0) return matchOne(index, first ?? null, tables, scratch)
  if (first === undefined) {
    for (let document = 0; document < documentCount; document += 1) {
      if (isDeleted[document] === 0) found[count++] = document
    }
  } else {
    count = collect(index, first, tables, { marks: all, found })
    let kept = 0
    for (let at = 0; at < count; at += 1) {
      const document = found[at] ?? 0
      if (isDeleted[document] === 0) {
        any[document] = all[document] ?? 0
        found[kept++] = document
      } else all[document] = 0
    }
    count = kept
  }
  for (const { unit } of others) {
    if (count === 0) break
    for (const way of unit.ways) markWay(index, way, tables, marks)
    let kept = 0
    for (let at = 0; at < count; at += 1) {
      const document = found[at] ?? 0
      const mark = marks[document] ?? 0
      if (mark !== 0) {
        all[document] = (all[document] ?? 0) & mark
        any[document] = (any[document] ?? 0) | mark
        found[kept++] = document
      } else {
        all[document] = 0
        any[document] = 0
      }
    }
    count = kept
    marks.fill(0, 0, documentCount)
  }
  if (excluded.length > 0 && count > 0) {
    for (const way of excluded) markWay(index, way, tables, marks)
    let kept = 0
    for (let at = 0; at < count; at += 1) {
      const document = found[at] ?? 0
      if (marks[document] === 0) found[kept++] = document
      else {
        all[document] = 0
        any[document] = 0
      }
    }
    count = kept
    marks.fill(0, 0, documentCount)
  }
  if (first === undefined) for (let at = 0; at < count; at += 1) all[found[at] ?? 0] = 1
  else {
    for (let at = 0; at < count; at += 1) {
      const document = found[at] ?? 0
      all[document] = matchSteps[((all[document] ?? 0) << 8) | (any[document] ?? 0)] ?? 1
    }
  }
  return { documents: found, count, steps: all }
}

/** The same for at most one word, which is what most searches have. */
function matchOne(
  index: SearchIndex,
  only: SizedUnit | null,
  tables: MatchTables,
  { all, found }: Scratch,
): Matches {
  const { isDeleted, count: documentCount } = index.documents
  if (only !== null && isSparse(only, tables, documentCount)) {
    const listed = listUnit(index, only.unit, tables, { marks: all, found })
    let count = 0
    for (let at = 0; at < listed; at += 1) {
      const document = found[at] ?? 0
      if (isDeleted[document] === 0) {
        all[document] = stepOfMark[all[document] ?? 0] ?? 0
        found[count++] = document
      } else all[document] = 0
    }
    return { documents: found, count, steps: all }
  }
  if (only === null) all.fill(1, 0, documentCount)
  else markUnit(index, only.unit, tables, all)
  let count = 0
  // Nothing here depends on a condition, which the processor would guess wrong for every second document.
  for (let document = 0; document < documentCount; document += 1) {
    const mark = (all[document] ?? 0) * (1 - (isDeleted[document] ?? 0))
    all[document] = stepOfMark[mark] ?? 0
    found[count] = document
    count += (mark + 255) >> 8
  }
  return { documents: found, count, steps: all }
}

/** Of a word alone: the step of each mark. */
const stepOfMark = Uint8Array.from({ length: 256 }, (_, mark) =>
  mark === 0 ? 0 : (matchSteps[(mark << 8) | mark] ?? 1),
)

/** Marks the documents that have the unit in any of its ways. */
export function markUnit(
  index: SearchIndex,
  { ways }: Pick<Unit, 'ways'>,
  tables: MatchTables,
  marks: Uint8Array,
): void {
  for (const way of ways) markWay(index, way, tables, marks)
}

/** Makes the scratch columns zeros again. */
export function clearMatches(
  { all, any }: Scratch,
  { documents, count }: Matches,
  documentCount: number,
): void {
  if (count > documentCount / 16) {
    all.fill(0, 0, documentCount)
    any.fill(0, 0, documentCount)
    return
  }
  for (let at = 0; at < count; at += 1) {
    all[documents[at] ?? 0] = 0
    any[documents[at] ?? 0] = 0
  }
}

/** In how many documents the term stands, deleted ones included. */
export function countTerm({ base, delta }: SearchIndex, term: string): number {
  const number = findTerm(base.terms, term)
  const ofBase = number < 0 ? 0 : (base.starts[number + 1] ?? 0) - (base.starts[number] ?? 0)
  const ofDelta = delta.termNumbers.get(term)
  return ofBase + (ofDelta === undefined ? 0 : (delta.postings[ofDelta]?.length ?? 0))
}

/** About how many postings have to be read. */
function measureWay(index: SearchIndex, way: Way): number {
  if (way.kind === 'whole') return countTerm(index, way.term)
  if (way.kind === 'sequence') return Math.min(...way.terms.map((term) => countTerm(index, term)))
  const { terms, starts, beginnings } = index.base
  const joined = beginnings.get(way.text)
  if (joined !== undefined) return joined.count
  const [from, to] = findBeginning(terms, way.text)
  return (starts[to] ?? 0) - (starts[from] ?? 0) + index.delta.documentCount
}

interface SizedUnit {
  unit: Unit
  /** About how many postings it has. */
  size: number
}

/** Of so many documents there is at most one posting where they are listed one by one. */
const sparseShare = 8

/** Whether the documents of the unit are fewer than it is worth looking through all. Names are few of a word's postings. */
function isSparse(
  { size }: SizedUnit,
  { areNamesOnly = false }: MatchTables,
  documentCount: number,
): boolean {
  return areNamesOnly || size * sparseShare < documentCount
}

/** Where documents are marked, and listed if they had no mark. */
interface Listing {
  marks: Uint8Array
  found: Uint32Array
}

/** Marks the documents of the unit and lists them, deleted ones too. */
function collect(index: SearchIndex, sized: SizedUnit, tables: MatchTables, to: Listing): number {
  const documentCount = index.documents.count
  if (isSparse(sized, tables, documentCount)) return listUnit(index, sized.unit, tables, to)
  const { marks, found } = to
  markUnit(index, sized.unit, tables, marks)
  let count = 0
  for (let document = 0; document < documentCount; document += 1) {
    if (marks[document] !== 0) found[count++] = document
  }
  return count
}

/** The same, as they are met in the postings. */
function listUnit(index: SearchIndex, { ways }: Unit, tables: MatchTables, to: Listing): number {
  let count = 0
  for (const way of ways) count = markWay(index, way, tables, to.marks, { found: to.found, count })
  return count
}

/** Those that are listed already, to which others are added. */
interface Listed {
  found: Uint32Array
  count: number
}

/** @returns how many are listed, where they are to be */
function markWay(
  index: SearchIndex,
  way: Way,
  { whole, begun, areNamesOnly = false }: MatchTables,
  marks: Uint8Array,
  listed?: Listed,
): number {
  if (way.kind === 'whole') return markTerm(index, way.term, way.isLoose ? begun : whole, marks, listed)
  if (way.kind === 'beginning') return markBeginning(index, way.text, begun, marks, areNamesOnly, listed)
  return findSequence(index, way.terms, way.isLoose ? begun : whole, marks, listed)
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

function markBeginning(
  { base, delta }: SearchIndex,
  beginning: string,
  table: MatchTable,
  marks: Uint8Array,
  areNamesOnly: boolean,
  listed?: Listed,
): number {
  const joined = base.beginnings.get(beginning)
  let count = 0
  if (joined !== undefined) {
    count = areNamesOnly
      ? markNamed(joined, table, marks, listed)
      : markColumn(joined.fields, table, marks, listed)
  } else {
    const [from, to] = findBeginning(base.terms, beginning)
    count = markPostings(base, [base.starts[from] ?? 0, base.starts[to] ?? 0], table, marks, listed)
  }
  visitBeginning(delta, beginning, (term) => {
    count = markDelta(delta, term, table, marks, listed && { ...listed, count })
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
