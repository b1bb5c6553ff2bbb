/**
 * The large, unchanging part of the index: a sorted dictionary, for each term the documents that have it, and for each
 * document its terms in their order. All numbers stand in typed arrays, which are kept in a file as they are.
 */
import { type FrequentPairs, noPairs } from './frequent-pairs.ts'
import { noTerms, type Terms } from './terms.ts'

/** Where the terms that begin alike stand. */
export interface Beginning {
  /** Of each document of the segment, the fields that have one of them. */
  fields: Uint8Array
  /** Documents that have one in their name or that of their publisher; suggestions look at no others. */
  named: Uint32Array
  /** How many documents have any. */
  count: number
}

export interface BaseSegment {
  documentCount: number
  /** Sorted by code units. */
  terms: Terms
  /** Postings of term `t` stand from `starts[t]` to `starts[t + 1]`. */
  starts: Uint32Array
  documents: Uint32Array
  /** The fields in which the term stands; see fields.ts. */
  fields: Uint8Array
  /** Tokens of document `d` stand from `tokenStarts[d]` to `tokenStarts[d + 1]`; see index-document.ts. */
  tokenStarts: Uint32Array
  tokens: Uint32Array
  /** Beginnings that so many terms have that what they have together is kept; see join-beginnings.ts. */
  beginnings: ReadonlyMap<string, Beginning>
  pairs: FrequentPairs
  /** Of each term, for finding slips; see edit-distance.ts. */
  signatures: Uint32Array
}

export const emptySegment: BaseSegment = {
  documentCount: 0,
  terms: noTerms,
  starts: new Uint32Array(1),
  documents: new Uint32Array(0),
  fields: new Uint8Array(0),
  tokenStarts: new Uint32Array(1),
  tokens: new Uint32Array(0),
  beginnings: new Map(),
  pairs: noPairs,
  signatures: new Uint32Array(0),
}
