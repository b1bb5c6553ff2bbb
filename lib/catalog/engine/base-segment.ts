/**
 * The large, unchanging part of the index: a sorted dictionary, for each term the documents that have it, and for each
 * document its terms in their order. All numbers stand in typed arrays, which are kept in a file as they are.
 */
import { toSignature } from '../text/edit-distance.ts'
import { type FrequentPairs, noPairs } from './frequent-pairs.ts'

/** Postings of several terms, each document once. */
export interface JoinedPostings {
  documents: Uint32Array
  fields: Uint8Array
  /** So many at the front have one of the terms in their name or that of their publisher. */
  namedCount: number
}

export interface BaseSegment {
  documentCount: number
  /** Sorted by code units. */
  terms: readonly string[]
  /** Postings of term `t` stand from `starts[t]` to `starts[t + 1]`. */
  starts: Uint32Array
  documents: Uint32Array
  /** The fields in which the term stands; see fields.ts. */
  fields: Uint8Array
  /** Tokens of document `d` stand from `tokenStarts[d]` to `tokenStarts[d + 1]`; see index-document.ts. */
  tokenStarts: Uint32Array
  tokens: Uint32Array
  /** Beginnings that so many terms have that their documents are kept together. */
  beginnings: ReadonlyMap<string, JoinedPostings>
  pairs: FrequentPairs
  /** Of each term, for finding slips; see edit-distance.ts. */
  signatures: Uint32Array
}

export const emptySegment: BaseSegment = {
  documentCount: 0,
  terms: [],
  starts: new Uint32Array(1),
  documents: new Uint32Array(0),
  fields: new Uint8Array(0),
  tokenStarts: new Uint32Array(1),
  tokens: new Uint32Array(0),
  beginnings: new Map(),
  pairs: noPairs,
  signatures: new Uint32Array(0),
}

/** The number of the term; -1 where there is none. */
export function findTerm(terms: readonly string[], term: string): number {
  const at = findPlace(terms, term)
  return terms[at] === term ? at : -1
}

/** The first place of a sorted list that holds the text, or something after it. */
function findPlace(sorted: readonly string[], text: string): number {
  let from = 0
  let to = sorted.length
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((sorted[middle] ?? '') < text) from = middle + 1
    else to = middle
  }
  return from
}

/** The terms that begin so, from the first number to before the second. */
export function findBeginning(terms: readonly string[], beginning: string): [number, number] {
  // U+FFFF is no character, so nothing that begins so comes after it.
  return [findPlace(terms, beginning), findPlace(terms, `${beginning}\uffff`)]
}

/** Signatures of all terms, in slices. */
export function* listSignatures(terms: readonly string[]): Generator<void, Uint32Array> {
  const signatures = new Uint32Array(terms.length)
  for (const [at, term] of terms.entries()) {
    signatures[at] = toSignature(term)
    if (at % 4096 === 0) yield
  }
  return signatures
}
