/**
 * Finds the documents that match a compiled query. The rarest word is found first; then each other word marks its documents in
 * a column of bytes, and those that lack a mark are dropped.
 */
import { type BaseSegment, findBeginning, findTerm } from './base-segment.ts'
import type { CompiledQuery, Unit, Way } from './compile-query.ts'
import { type DeltaSegment, visitBeginning } from './delta-segment.ts'
import type { Documents } from './documents.ts'
import { type MatchTable, matchSteps } from './fields.ts'
import { findSequence } from './find-sequence.ts'

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
  if (others.length === 0 && excluded.length === 0)
    return matchOne(index, first?.unit ?? null, tables, scratch)
  if (first === undefined) {
    for (let document = 0; document < documentCount; document += 1) {
      if (isDeleted[document] === 0) found[count++] = document
    }
  } else {
    count = collect(index, first.unit, tables, { marks: all, found })
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

/** The same for at most one word, which is what most searches have, in a single pass over the documents. */
function matchOne(
  index: SearchIndex,
  unit: Unit | null,
  tables: MatchTables,
  { all, found }: Scratch,
): Matches {
  const { isDeleted, count: documentCount } = index.documents
  for (const way of unit?.ways ?? []) markWay(index, way, tables, all)
  if (unit === null) all.fill(1, 0, documentCount)
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
  if (joined !== undefined) return joined.documents.length
  const [from, to] = findBeginning(terms, way.text)
  return (starts[to] ?? 0) - (starts[from] ?? 0) + index.delta.tokens.length
}

/** Marks the documents of the unit and lists them. */
function collect(
  index: SearchIndex,
  unit: Unit,
  tables: MatchTables,
  { marks, found }: { marks: Uint8Array; found: Uint32Array },
): number {
  const documentCount = index.documents.count
  const [only, ...others] = unit.ways
  if (only?.kind === 'sequence' && others.length === 0) return markWay(index, only, tables, marks, found)
  for (const way of unit.ways) markWay(index, way, tables, marks)
  let count = 0
  for (let document = 0; document < documentCount; document += 1) {
    if (marks[document] !== 0) found[count++] = document
  }
  return count
}

/** @returns how many were marked that had no mark, where they are listed */
function markWay(
  index: SearchIndex,
  way: Way,
  { whole, begun, areNamesOnly = false }: MatchTables,
  marks: Uint8Array,
  found?: Uint32Array,
): number {
  if (way.kind === 'whole') markTerm(index, way.term, way.isLoose ? begun : whole, marks)
  else if (way.kind === 'beginning') markBeginning(index, way.text, begun, marks, areNamesOnly)
  else return findSequence(index, way.terms, way.isLoose ? begun : whole, marks, found)
  return 0
}

function markTerm({ base, delta }: SearchIndex, term: string, table: MatchTable, marks: Uint8Array): void {
  const number = findTerm(base.terms, term)
  if (number >= 0) {
    const [from, to] = [base.starts[number] ?? 0, base.starts[number + 1] ?? 0]
    markPostings(base.documents, base.fields, from, to, table, marks)
  }
  markDelta(delta, delta.termNumbers.get(term), table, marks)
}

function markBeginning(
  { base, delta }: SearchIndex,
  beginning: string,
  table: MatchTable,
  marks: Uint8Array,
  areNamesOnly: boolean,
): void {
  const joined = base.beginnings.get(beginning)
  if (joined !== undefined) {
    const end = areNamesOnly ? joined.namedCount : joined.documents.length
    markPostings(joined.documents, joined.fields, 0, end, table, marks)
  } else {
    const [from, to] = findBeginning(base.terms, beginning)
    markPostings(base.documents, base.fields, base.starts[from] ?? 0, base.starts[to] ?? 0, table, marks)
  }
  visitBeginning(delta, beginning, (term) => markDelta(delta, term, table, marks))
}

function markPostings(
  documents: Uint32Array,
  fields: Uint8Array,
  from: number,
  to: number,
  table: MatchTable,
  marks: Uint8Array,
): void {
  for (let at = from; at < to; at += 1) {
    const document = documents[at] ?? 0
    marks[document] = (marks[document] ?? 0) | (table[fields[at] ?? 0] ?? 0)
  }
}

function markDelta(
  delta: DeltaSegment,
  term: number | undefined,
  table: MatchTable,
  marks: Uint8Array,
): void {
  const postings = term === undefined ? undefined : delta.postings[term]
  if (postings === undefined) return
  for (const posting of postings) {
    const document = Math.floor(posting / 256)
    marks[document] = (marks[document] ?? 0) | (table[posting & 255] ?? 0)
  }
}
