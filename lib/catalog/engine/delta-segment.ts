/** The small part of the index that changes: documents are added to it, until it is merged into a new base segment. */

import { toSignature } from '../text/edit-distance.ts'
import { EXTRA_MARK, FIELD_MARK, TERM_MASK } from './index-document.ts'

export interface DeltaSegment {
  /** The number of its first document. */
  firstDocument: number
  /** In the order in which they were first seen; their places are their numbers. */
  terms: string[]
  termNumbers: Map<string, number>
  /** Of each term its documents with the fields: `document * 256 + fields`. */
  postings: number[][]
  documentCount: number
  /** The tokens of its document `d` stand from `tokenStarts[d]` to `tokenStarts[d + 1]`; there is room behind them. */
  tokens: Uint32Array
  tokenStarts: number[]
  /** Of each term, for finding slips; see edit-distance.ts. */
  signatures: number[]
  /**
   * Numbers of the terms, in runs of which each is in order and less than half as long as the one before: to keep them in one list
   * would take the longer for each new term, the more there are.
   */
  runs: number[][]
  /** Those that are in no run yet. */
  unsorted: number[]
}

/** So many new terms are looked through one by one before they are sorted in. */
const maxUnsorted = 512
const minTokens = 4096

export function createDeltaSegment(firstDocument: number): DeltaSegment {
  return {
    firstDocument,
    terms: [],
    termNumbers: new Map(),
    postings: [],
    documentCount: 0,
    tokens: new Uint32Array(minTokens),
    tokenStarts: [0],
    signatures: [],
    runs: [],
    unsorted: [],
  }
}

/** The number of a term, which is new where it was not known. */
export function addTerm(delta: DeltaSegment, term: string): number {
  const known = delta.termNumbers.get(term)
  if (known !== undefined) return known
  const number = delta.terms.length
  delta.terms.push(term)
  delta.termNumbers.set(term, number)
  delta.postings.push([])
  delta.signatures.push(toSignature(term))
  delta.unsorted.push(number)
  // Here, so that no search after many writes has to sort them all.
  if (delta.unsorted.length > maxUnsorted) sortNewTerms(delta)
  return number
}

/** Adds the next document. */
export function addDocument(delta: DeltaSegment, tokens: ArrayLike<number>): void {
  const document = delta.firstDocument + delta.documentCount
  keepTokens(delta, tokens)
  let fields = 0
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] ?? 0
    if (token >= FIELD_MARK) {
      fields = token & 255
      continue
    }
    const term = token >= EXTRA_MARK ? token & TERM_MASK : token
    const list = delta.postings[term]
    if (list === undefined) throw new Error(`The delta segment has no term ${token}.`)
    const last = list[list.length - 1] ?? -1
    // Most terms stand in one document. A list that grows takes room for 17 at once, one that is made of its first posting for one.
    if (last < 0) delta.postings[term] = [document * 256 + fields]
    else if (Math.floor(last / 256) === document) list[list.length - 1] = last | fields
    else list.push(document * 256 + fields)
  }
}

/** In one piece: what a process had as many small arrays it does not give back when they are dropped. */
function keepTokens(delta: DeltaSegment, tokens: ArrayLike<number>): void {
  const from = delta.tokenStarts[delta.documentCount] ?? 0
  const to = from + tokens.length
  if (to > delta.tokens.length) {
    const grown = new Uint32Array(2 * to)
    grown.set(delta.tokens)
    delta.tokens = grown
  }
  delta.tokens.set(tokens, from)
  delta.tokenStarts.push(to)
  delta.documentCount += 1
}

/** The tokens of a document of the engine's number; none where the segment does not have it. */
export function readTokens(
  { firstDocument, tokens, tokenStarts }: DeltaSegment,
  document: number,
): Uint32Array {
  const own = document - firstDocument
  return tokens.subarray(tokenStarts[own] ?? 0, tokenStarts[own + 1] ?? 0)
}

/** Calls back with the number of each term that begins so. */
export function visitBeginning(delta: DeltaSegment, beginning: string, take: (term: number) => void): void {
  const { runs, terms, unsorted } = delta
  for (const run of runs) {
    for (let at = findPlace(terms, run, beginning); at < run.length; at += 1) {
      const term = run[at] ?? 0
      if (terms[term]?.startsWith(beginning) !== true) break
      take(term)
    }
  }
  for (const term of unsorted) if (terms[term]?.startsWith(beginning) === true) take(term)
}

/** The first place of a run whose term does not come before the text. */
function findPlace(terms: readonly string[], run: readonly number[], text: string): number {
  let from = 0
  let to = run.length
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((terms[run[middle] ?? 0] ?? '') < text) from = middle + 1
    else to = middle
  }
  return from
}

/** Numbers of all terms in their order, in slices; those that are added meanwhile are not among them. */
export function* listSorted(delta: DeltaSegment): Generator<void, readonly number[]> {
  sortNewTerms(delta)
  const { runs, terms } = delta
  let sorted: number[] = []
  // The shortest first.
  for (const run of runs.toReversed()) {
    sorted = mergeRuns(terms, run, sorted)
    yield
  }
  return sorted
}

/** Makes a run of the new terms, and one of those that are not longer than twice what comes after them. */
function sortNewTerms(delta: DeltaSegment): void {
  const { runs, terms } = delta
  let last = delta.unsorted.sort((a, b) => ((terms[a] ?? '') < (terms[b] ?? '') ? -1 : 1))
  delta.unsorted = []
  for (let before = runs.at(-1); before !== undefined; before = runs.at(-1)) {
    if (before.length > 2 * last.length) break
    runs.pop()
    last = mergeRuns(terms, before, last)
  }
  if (last.length > 0) runs.push(last)
}

function mergeRuns(terms: readonly string[], a: readonly number[], b: readonly number[]): number[] {
  const merged: number[] = []
  let [at, other] = [0, 0]
  while (at < a.length && other < b.length) {
    const [first, second] = [a[at] ?? 0, b[other] ?? 0]
    const isFirst = (terms[first] ?? '') < (terms[second] ?? '')
    merged.push(isFirst ? first : second)
    if (isFirst) at += 1
    else other += 1
  }
  for (; at < a.length; at += 1) merged.push(a[at] ?? 0)
  for (; other < b.length; other += 1) merged.push(b[other] ?? 0)
  return merged
}
