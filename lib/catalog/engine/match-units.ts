/**
 * Finds the documents that match a compiled query. Where the rarest word has few postings, its documents are listed as they are
 * marked, and those that lack the mark of another word are dropped. Where all words have many, each marks a column of bytes; the
 * columns are put together four documents at a time and looked through once, which costs the same for each document and guesses
 * nothing.
 */
import type { CompiledQuery, Unit, Way } from './compile-query.ts'
import { matchSteps } from './fields.ts'
import { listUnit, type MatchTables, markUnit, measureWay, type SearchIndex } from './mark-ways.ts'

/** Columns that are used by one query after the other. They hold zeros in between. */
export interface Scratch {
  all: Uint8Array
  any: Uint8Array
  marks: Uint8Array
  /** Of each document, which units of a query it has, as bits. */
  unitsOf: Uint16Array
  /** The matches, in no certain order unless `count` says otherwise, and the step of relevance of each document. */
  found: Uint32Array
  /** Of the matches those that may stand on a page, with the bucket of each; see narrow-matches.ts. */
  kept: Uint32Array
  buckets: Uint16Array
}

export interface Matches {
  documents: Uint32Array
  count: number
  /** The step of each document, by its number. */
  steps: Uint8Array
}

/** @param capacity of documents, in whole groups of four; see documents.ts */
export function createScratch(capacity: number): Scratch {
  return {
    all: new Uint8Array(capacity),
    any: new Uint8Array(capacity),
    marks: new Uint8Array(capacity),
    unitsOf: new Uint16Array(capacity),
    found: new Uint32Array(capacity),
    kept: new Uint32Array(capacity),
    buckets: new Uint16Array(capacity),
  }
}

/**
 * All live documents that match. What it answers stands in the scratch columns, and is valid until `clearMatches`.
 * @param tables which fields count
 */
export function matchUnits(
  index: SearchIndex,
  { units, excluded }: CompiledQuery,
  tables: MatchTables,
  scratch: Scratch,
): Matches {
  const documentCount = index.documents.count
  const sized = units
    .map((unit) => ({ unit, size: unit.ways.reduce((sum, way) => sum + measureWay(index, way), 0) }))
    .sort((a, b) => a.size - b.size)
  const [first, ...others] = sized
  const count =
    first !== undefined && isSparse(first, tables, documentCount)
      ? matchListed(index, [first.unit, ...others.map(({ unit }) => unit)], excluded, tables, scratch)
      : matchColumns(
          index,
          sized.map(({ unit }) => unit),
          excluded,
          tables,
          scratch,
        )
  return { documents: scratch.found, count, steps: scratch.all }
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

/** Lists the documents of the first unit, and keeps those that have all others. Answers how many they are. */
function matchListed(
  index: SearchIndex,
  [first, ...others]: readonly [Unit, ...Unit[]],
  excluded: readonly Way[],
  tables: MatchTables,
  scratch: Scratch,
): number {
  const { isDeleted, count: documentCount } = index.documents
  const { all, any, marks, found } = scratch
  const listed = listUnit(index, first, tables, { marks: all, found })
  let count = 0
  // A word alone, as suggestions mostly have it, needs neither a second look nor the other column.
  if (others.length === 0 && excluded.length === 0) {
    for (let at = 0; at < listed; at += 1) {
      const document = found[at] ?? 0
      const mark = (all[document] ?? 0) & ((isDeleted[document] ?? 0) - 1)
      all[document] = matchSteps[(mark << 8) | mark] ?? 0
      found[count] = document
      count += (mark + 255) >> 8
    }
    return count
  }
  for (let at = 0; at < listed; at += 1) {
    const document = found[at] ?? 0
    if (isDeleted[document] === 0) {
      any[document] = all[document] ?? 0
      found[count++] = document
    } else all[document] = 0
  }
  for (const unit of others) {
    if (count === 0) break
    markUnit(index, unit, tables, marks)
    count = keepMarked(scratch, count)
    marks.fill(0, 0, documentCount)
  }
  if (excluded.length > 0 && count > 0) {
    markUnit(index, { ways: excluded }, tables, marks)
    count = dropMarked(scratch, count)
    marks.fill(0, 0, documentCount)
  }
  for (let at = 0; at < count; at += 1) {
    const document = found[at] ?? 0
    all[document] = matchSteps[((all[document] ?? 0) << 8) | (any[document] ?? 0)] ?? 0
  }
  return count
}

// No loop from here on depends on a condition, which the processor would guess wrong for every second document; nor does any
// multiply by what may be zero, which JavaScript does with a condition, as there is a zero below zero.
function keepMarked({ all, any, marks, found }: Scratch, count: number): number {
  let kept = 0
  for (let at = 0; at < count; at += 1) {
    const document = found[at] ?? 0
    const mark = marks[document] ?? 0
    const isKept = (mark + 255) >> 8
    all[document] = (all[document] ?? 0) & mark
    any[document] = ((any[document] ?? 0) | mark) & -isKept
    found[kept] = document
    kept += isKept
  }
  return kept
}

function dropMarked({ all, any, marks, found }: Scratch, count: number): number {
  let kept = 0
  for (let at = 0; at < count; at += 1) {
    const document = found[at] ?? 0
    const isKept = 1 - (((marks[document] ?? 0) + 255) >> 8)
    all[document] = (all[document] ?? 0) & -isKept
    any[document] = (any[document] ?? 0) & -isKept
    found[kept] = document
    kept += isKept
  }
  return kept
}

/** Marks all documents of each unit, without a list of them before the end; without a unit, everything matches. */
function matchColumns(
  index: SearchIndex,
  [first, ...others]: readonly Unit[],
  excluded: readonly Way[],
  tables: MatchTables,
  scratch: Scratch,
): number {
  const { isDeleted, count: documentCount } = index.documents
  const { all, any, marks, found } = scratch
  if (first === undefined) all.fill(1, 0, documentCount)
  else markUnit(index, first, tables, all)
  // One word's marks are what all words share, and what any has.
  const ofAny = others.length === 0 && first !== undefined ? all : any
  if (others.length > 0) any.set(all.subarray(0, documentCount))
  const groups = Math.ceil(documentCount / 4)
  const [allGroups, anyGroups, markGroups] = [toGroups(all), toGroups(any), toGroups(marks)]
  for (const unit of others) {
    markUnit(index, unit, tables, marks)
    for (let at = 0; at < groups; at += 1) {
      const four = markGroups[at] ?? 0
      allGroups[at] = (allGroups[at] ?? 0) & four
      anyGroups[at] = (anyGroups[at] ?? 0) | four
    }
    marks.fill(0, 0, documentCount)
  }
  if (excluded.length > 0) {
    markUnit(index, { ways: excluded }, tables, marks)
    for (let at = 0; at < groups; at += 1) {
      const found = (markGroups[at] ?? 0) & ANYWHERE_OF_FOUR
      allGroups[at] = (allGroups[at] ?? 0) & ~Math.imul(found, 255)
    }
    marks.fill(0, 0, documentCount)
  }
  const deleted = toGroups(isDeleted)
  for (let at = 0; at < groups; at += 1) {
    allGroups[at] = (allGroups[at] ?? 0) & ~Math.imul(deleted[at] ?? 0, 255)
  }
  let count = 0
  for (let document = 0; document < documentCount; document += 1) {
    const step = matchSteps[((all[document] ?? 0) << 8) | (ofAny[document] ?? 0)] ?? 0
    all[document] = step
    found[count] = document
    count += (step + 255) >> 8
  }
  if (others.length > 0) any.fill(0, 0, documentCount)
  return count
}

/** Every mark has the bit `ANYWHERE`: that bit of each of four documents. */
const ANYWHERE_OF_FOUR = 0x0101_0101

function toGroups({ buffer, length }: Uint8Array): Int32Array {
  return new Int32Array(buffer, 0, length / 4)
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
