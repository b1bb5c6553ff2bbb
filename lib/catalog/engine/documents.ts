/**
 * What the engine knows of each document besides its terms, in columns of typed arrays: documents have dense numbers, those
 * of the base segment in the order of their names.
 */
import { type Codes, createCodes } from './code-documents.ts'
import { toDay } from './days.ts'
import type { FacetValues } from './profiles.ts'

/** What a document is counted, filtered and ranked by. */
export interface DocumentFacts {
  /** The row of the repository in the store. */
  repositoryId: number
  repositoryName: string
  /** Keys of the store; numbers of `registries` are the engine's own. */
  registryKey: number
  /** What it is counted and filtered by, the verified mark among it. */
  facets: FacetValues
  /** Nothing is pushed yet. */
  isEmpty: boolean
  /** Its publisher advises against it, or its last day is over. */
  isLeft: boolean
  /** Milliseconds since 1970. */
  updatedMs: number
  pullCount: number
}

export interface Documents {
  count: number
  repositoryIds: Uint32Array
  registries: Uint32Array
  /** What each is counted and filtered by; see profiles.ts. */
  profiles: Uint32Array
  updatedMs: Float64Array
  pullCounts: Float64Array
  /** What each is trusted for: pulls in powers of two, and the bits below. */
  trusts: Uint8Array
  /** Of the last update, since 2000. */
  days: Uint16Array
  /** Twice the place among the names of the base segment; odd for what stands between two of them. */
  nameRanks: Uint32Array
  isDeleted: Uint8Array
  names: string[]
  /** What matches are counted by, of those that were there at the last search. */
  codes: Codes
}

export const PULL_MASK = 63
export const VERIFIED_BIT = 64
/** Stands below all others: nothing is pushed yet, or nobody should begin with it any more. */
export const LAST_BIT = 128

/** Standings are below this. */
export const STANDING_COUNT = 2 ** 22
/** In a sort key, names that come later are not told apart. */
export const NAME_RANK_COUNT = 2 ** 23
/** In standings, trust is above the days. */
const trustShift = 15

/** Columns with room for so many documents, and a few more: those of bytes are read four documents at a time. */
export function createDocuments(leastCapacity = 16): Documents {
  const capacity = Math.ceil(leastCapacity / 4) * 4
  return {
    count: 0,
    repositoryIds: new Uint32Array(capacity),
    registries: new Uint32Array(capacity),
    profiles: new Uint32Array(capacity),
    updatedMs: new Float64Array(capacity),
    pullCounts: new Float64Array(capacity),
    trusts: new Uint8Array(capacity),
    days: new Uint16Array(capacity),
    nameRanks: new Uint32Array(capacity),
    isDeleted: new Uint8Array(capacity),
    names: [],
    codes: createCodes(capacity),
  }
}

/** Columns with the same documents and room for half as many again; the same ones where there is room. */
export function growDocuments(documents: Documents): Documents {
  if (documents.count < documents.isDeleted.length) return documents
  const grown = createDocuments(Math.ceil(documents.count * 1.5) + 16)
  grown.count = documents.count
  grown.names = documents.names
  grown.repositoryIds.set(documents.repositoryIds)
  grown.registries.set(documents.registries)
  grown.profiles.set(documents.profiles)
  grown.updatedMs.set(documents.updatedMs)
  grown.pullCounts.set(documents.pullCounts)
  grown.trusts.set(documents.trusts)
  grown.days.set(documents.days)
  grown.nameRanks.set(documents.nameRanks)
  grown.isDeleted.set(documents.isDeleted)
  return grown
}

/** Writes the columns of one document. */
export function setDocument(
  documents: Documents,
  document: number,
  facts: DocumentFacts,
  { registry, profile }: { registry: number; profile: number },
): void {
  documents.repositoryIds[document] = facts.repositoryId
  documents.registries[document] = registry
  documents.profiles[document] = profile
  documents.trusts[document] =
    (facts.facets.verified.length > 0 ? VERIFIED_BIT : 0) | (facts.isEmpty || facts.isLeft ? LAST_BIT : 0)
  documents.updatedMs[document] = facts.updatedMs
  documents.days[document] = toDay(facts.updatedMs)
  documents.names[document] = facts.repositoryName
  setPullCount(documents, document, facts.pullCount)
}

/** Writes the pulls, and what follows from them. */
export function setPullCount(documents: Documents, document: number, pullCount: number): void {
  documents.pullCounts[document] = pullCount
  const pulls = pullCount < 1 ? 0 : Math.min(PULL_MASK, 1 + Math.floor(Math.log2(pullCount)))
  documents.trusts[document] = ((documents.trusts[document] ?? 0) & ~PULL_MASK) | pulls
}

/** Orders documents of one step of relevance: verified ones, then by pulls in powers of two, then by day. */
export function toStanding({ trusts, days }: Documents, document: number): number {
  const trust = (trusts[document] ?? 0) & ~LAST_BIT
  return (trust << trustShift) | (days[document] ?? 0)
}

/** Copies a document with all its columns but the rank of its name and the profile, which get new numbers. */
export function copyDocument(from: Documents, document: number, to: Documents, copy: number): void {
  to.repositoryIds[copy] = from.repositoryIds[document] ?? 0
  to.registries[copy] = from.registries[document] ?? 0
  to.updatedMs[copy] = from.updatedMs[document] ?? 0
  to.pullCounts[copy] = from.pullCounts[document] ?? 0
  to.trusts[copy] = from.trusts[document] ?? 0
  to.days[copy] = from.days[document] ?? 0
  to.isDeleted[copy] = from.isDeleted[document] ?? 0
  to.names[copy] = from.names[document] ?? ''
}
