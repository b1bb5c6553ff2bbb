/** Finds words that stand one after the other: documents that have all of them, whose tokens are then looked through. */

import { readTokens } from './delta-segment.ts'
import { EXACT, HEAD, type MatchTable, NAME } from './fields.ts'
import { findPair } from './frequent-pairs.ts'
import { EXTRA_MARK, FIELD_MARK } from './index-document.ts'
import type { SearchIndex } from './mark-ways.ts'
import { findTerm } from './terms.ts'

/**
 * Marks the documents in which the terms stand together.
 * @param listed where given, those that had no mark are added to these
 * @returns how many are listed
 */
export function findSequence(
  index: SearchIndex,
  terms: readonly string[],
  table: MatchTable,
  marks: Uint8Array,
  listed?: { found: Uint32Array; count: number },
): number {
  let count = listed?.count ?? 0
  const mark = (document: number, fields: number) => {
    const bits = table[fields & ~(EXACT | HEAD)] ?? 0
    if (bits === 0) return
    if (listed !== undefined && marks[document] === 0) listed.found[count++] = document
    marks[document] = (marks[document] ?? 0) | bits
  }
  findInBase(index, terms, mark)
  findInDelta(index, terms, mark)
  return count
}

function findInBase({ base, documents }: SearchIndex, terms: readonly string[], mark: Mark): void {
  const numbers = Uint32Array.from(terms, (term) => findTerm(base.terms, term) >>> 0)
  if (numbers.includes(0xffff_ffff)) return
  const pairs = listPairPostings(base, numbers)
  const [onlyPair] = pairs
  if (numbers.length === 2 && onlyPair !== undefined) {
    for (let { at, end } = onlyPair; at < end; at += 1) {
      const document = base.pairs.documents[at] ?? 0
      if (documents.isDeleted[document] === 0) mark(document, base.pairs.fields[at] ?? 0)
    }
    return
  }
  const { starts, documents: ofTerms, fields } = base
  const lists = [...new Set(numbers)].map(
    (number): Postings => ({
      documents: ofTerms,
      fields,
      at: starts[number] ?? 0,
      end: starts[number + 1] ?? 0,
    }),
  )
  const rare = findRarest(numbers, (number) => (starts[number + 1] ?? 0) - (starts[number] ?? 0))
  const [rarest, ...others] = [...lists, ...pairs].sort((a, b) => a.end - a.at - (b.end - b.at))
  if (rarest === undefined) return
  for (; rarest.at < rarest.end; rarest.at += 1) {
    const document = rarest.documents[rarest.at] ?? 0
    let common = rarest.fields[rarest.at] ?? 0
    for (const list of others) {
      list.at = skipTo(list.documents, list.at, list.end, document)
      const hasIt = list.at < list.end && list.documents[list.at] === document
      common = hasIt ? common & (list.fields[list.at] ?? 0) : 0
      if (common === 0) break
    }
    if (common === 0 || documents.isDeleted[document] === 1) continue
    const [from, to] = [base.tokenStarts[document] ?? 0, base.tokenStarts[document + 1] ?? 0]
    const found = scan(base.tokens, from, to, numbers, rare)
    if (found !== 0) mark(document, found)
  }
}

/** The place of the term that the fewest documents have. */
function findRarest(numbers: Uint32Array, count: (number: number) => number): number {
  const counts = Array.from(numbers, count)
  return counts.indexOf(Math.min(...counts))
}

interface Postings {
  documents: Uint32Array
  fields: Uint8Array
  at: number
  end: number
}

/** Of all neighbours of which both are frequent. */
function listPairPostings({ pairs }: SearchIndex['base'], numbers: Uint32Array): Postings[] {
  const { documents, fields } = pairs
  const lists: Postings[] = []
  for (let at = 1; at < numbers.length; at += 1) {
    const found = findPair(pairs, numbers[at - 1] ?? 0, numbers[at] ?? 0)
    if (found !== null) lists.push({ documents, fields, at: found[0], end: found[1] })
  }
  return lists
}

type Mark = (document: number, fields: number) => void

/** The first place from here on that holds this document or a later one. */
function skipTo(documents: Uint32Array, at: number, end: number, document: number): number {
  let step = 1
  let from = at
  while (from + step < end && (documents[from + step] ?? 0) < document) {
    from += step
    step *= 2
  }
  let to = Math.min(from + step, end)
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((documents[middle] ?? 0) < document) from = middle + 1
    else to = middle
  }
  return from
}

function findInDelta({ delta, documents }: SearchIndex, terms: readonly string[], mark: Mark): void {
  const numbers = Uint32Array.from(terms, (term) => delta.termNumbers.get(term) ?? 0xffff_ffff)
  if (numbers.includes(0xffff_ffff)) return
  const rare = findRarest(numbers, (number) => delta.postings[number]?.length ?? 0)
  for (const posting of delta.postings[numbers[rare] ?? 0] ?? []) {
    const document = Math.floor(posting / 256)
    if (documents.isDeleted[document] === 1) continue
    const tokens = readTokens(delta, document)
    const fields = scan(tokens, 0, tokens.length, numbers, rare)
    if (fields !== 0) mark(document, fields)
  }
}

/**
 * The fields in which the terms stand together; 0 where they do not.
 * @param rare the place of the term that is looked for first, as it is met least
 */
function scan(tokens: Uint32Array, from: number, to: number, terms: Uint32Array, rare: number): number {
  const wanted = terms[rare] ?? 0
  let found = 0
  for (let at = from; at < to; at += 1) {
    if ((tokens[at] ?? 0) !== wanted) continue
    const start = stepBack(tokens, from, at, rare)
    if (tokens[start] !== terms[0]) continue
    const fields = findMark(tokens, from, start)
    if ((found & fields) !== fields && isSequence(tokens, start + 1, to, terms, fields)) found |= fields
  }
  return found
}

/** Where the term stands that is so many terms before; -1 where there are not so many. */
function stepBack(tokens: Uint32Array, from: number, place: number, count: number): number {
  let at = place
  for (let left = count; left > 0 && at >= from; ) {
    at -= 1
    if ((tokens[at] ?? 0) < EXTRA_MARK) left -= 1
  }
  return at < from ? -1 : at
}

/** The fields of a token, which stand in the mark before it. */
function findMark(tokens: Uint32Array, from: number, place: number): number {
  let at = place
  while (at > from && (tokens[at] ?? 0) < FIELD_MARK) at -= 1
  return (tokens[at] ?? 0) & 255
}

function isSequence(
  tokens: Uint32Array,
  from: number,
  to: number,
  terms: Uint32Array,
  fields: number,
): boolean {
  const { length } = terms
  let matched = 1
  for (let at = from; at < to && matched < length; at += 1) {
    const token = tokens[at] ?? 0
    // A name is one text, though its parts stand in different fields; any other field is a text of its own.
    if (token >= FIELD_MARK) {
      if ((token & fields & NAME) === 0) return false
    } else if (token < EXTRA_MARK) {
      if (token !== terms[matched]) return false
      matched += 1
    }
  }
  return matched === length
}
