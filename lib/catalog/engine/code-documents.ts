/**
 * What matches are counted by: profile and age of each document as one number, its code. Ages change with the time, but within a day
 * only those of documents that were updated on a day on which an age begins. So codes are made once a day, and those few are looked
 * at for each search.
 */
import type { UpdatedWithin } from '../query/search-query.ts'
import { DAY_MASK, toDay } from './days.ts'
import type { Documents } from './documents.ts'

const dayMs = 86_400_000
/** The shorter ones first. */
export const agesMs: readonly [UpdatedWithin, number][] = [
  ['day', dayMs],
  ['week', 7 * dayMs],
  ['month', 30 * dayMs],
  ['year', 365 * dayMs],
]
/** Those, and what is older. */
export const ageCount = agesMs.length + 1

/** Codes are `profile * ageCount + age`, the age as a place in `agesMs`. */
export interface Codes {
  /** The day they are for; -1 where there are none yet. */
  day: number
  /** How many documents have one. */
  count: number
  ofDocument: Uint32Array
  /** Documents that were updated on a day on which an age begins. */
  turning: number[]
  /** The time for which their codes are right. */
  turnedMs: number
  /** How many documents have each code, and each registry; deleted ones too. */
  documentCounts: Uint32Array
  registryCounts: Uint32Array
}

/** Codes for so many documents. */
export function createCodes(capacity: number): Codes {
  return {
    day: -1,
    count: 0,
    ofDocument: new Uint32Array(capacity),
    turning: [],
    turnedMs: 0,
    documentCounts: new Uint32Array(0),
    registryCounts: new Uint32Array(0),
  }
}

/**
 * The codes of all documents at this time.
 * @param size how many profiles and registries there are
 */
export function codeDocuments(
  documents: Documents,
  size: { profiles: number; registries: number },
  nowMs: number,
): Codes {
  const { codes } = documents
  const today = toDay(nowMs)
  if (codes.day !== today) {
    codes.day = today
    codes.count = 0
    codes.turning = []
    codes.documentCounts.fill(0)
    codes.registryCounts.fill(0)
  }
  codes.documentCounts = makeRoom(codes.documentCounts, size.profiles * ageCount)
  codes.registryCounts = makeRoom(codes.registryCounts, size.registries)
  if (codes.count < documents.count) codeNew(documents, nowMs)
  if (codes.turnedMs !== nowMs) turn(documents, nowMs)
  return codes
}

function codeNew({ codes, count, profiles, registries, days }: Documents, nowMs: number): void {
  const { ofDocument, turning, documentCounts, registryCounts } = codes
  const ages = listAges(nowMs)
  for (let document = codes.count; document < count; document += 1) {
    const age = ages[days[document] ?? 0] ?? 0
    if ((age & turns) !== 0) turning.push(document)
    const code = (profiles[document] ?? 0) * ageCount + (age & ~turns)
    ofDocument[document] = code
    documentCounts[code] = (documentCounts[code] ?? 0) + 1
    const registry = registries[document] ?? 0
    registryCounts[registry] = (registryCounts[registry] ?? 0) + 1
  }
  codes.count = count
  codes.turnedMs = -1
}

function turn({ codes, profiles, updatedMs }: Documents, nowMs: number): void {
  const { ofDocument, turning, documentCounts } = codes
  for (const document of turning) {
    const known = ofDocument[document] ?? 0
    const code = (profiles[document] ?? 0) * ageCount + toAge(nowMs - (updatedMs[document] ?? 0))
    if (code === known) continue
    ofDocument[document] = code
    documentCounts[known] = (documentCounts[known] ?? 0) - 1
    documentCounts[code] = (documentCounts[code] ?? 0) + 1
  }
  codes.turnedMs = nowMs
}

/** In `listAges`: the time of that day decides. */
const turns = 128

/** The age of what was updated on each day. Where an age begins on it, that of what is older. */
function listAges(nowMs: number): Uint8Array {
  const ages = new Uint8Array(DAY_MASK + 1)
  for (const [at, [, ageMs]] of agesMs.entries()) {
    const begins = toDay(nowMs - ageMs)
    ages.fill(at + 1, 0, begins)
    ages[begins] = (at + 1) | turns
  }
  return ages
}

function toAge(elapsedMs: number): number {
  let at = 0
  while (at < agesMs.length && elapsedMs > (agesMs[at]?.[1] ?? 0)) at += 1
  return at
}

/** The same counts with room for so many. */
function makeRoom(counts: Uint32Array, length: number): Uint32Array {
  if (counts.length >= length) return counts
  const grown = new Uint32Array(Math.max(length, Math.ceil(counts.length * 1.5)))
  grown.set(counts)
  return grown
}
