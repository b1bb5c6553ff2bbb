/**
 * Counts the matches for every value of every filter, in one pass. A facet ignores its own selection, so that a visitor sees
 * what choosing another value as well would bring. All but the publishers follow from how many matches have each combination
 * of profile and age.
 */
import type { UpdatedWithin } from '../query/search-query.ts'
import { ageCount, agesMs, type Codes, codeDocuments } from './code-documents.ts'
import type { Documents } from './documents.ts'
import type { Matches } from './match-units.ts'
import { type FacetName, facetNames, type Profiles, toFacetBit } from './profiles.ts'
import type { EngineRegistry } from './registries.ts'

/** What is filtered by. */
export interface Selection {
  /** Numbers of the values of which one must be there, by facet; a facet that is not here filters nothing. */
  values: ReadonlyMap<FacetName, readonly number[]>
  /** Numbers of the values of which none may be there. */
  excluded: ReadonlySet<number>
  updatedWithin: UpdatedWithin | null
  /** By the engine's numbers. */
  registries: ReadonlySet<number> | null
}

export interface Counts {
  /** By the number of the value. */
  ofValue: Uint32Array
  /** Matches that pass all filters but those of one facet, by its place in `facetNames`. */
  ofFacet: Uint32Array
  updated: Record<UpdatedWithin, number>
  /** Matches of each registry. Valid until the next search. */
  ofRegistry: Uint32Array
}

/** The age as one more facet, behind those of the profiles. */
const AGE_BIT = 1 << facetNames.length

// One query after the other uses these: arrays of their size are taken from the system again each time, which takes as long as
// counting does.
/** How many matches have each code. */
let ofCodes = new Uint32Array(4096)
let ofRegistries = new Uint32Array(4096)
let listed = new Uint32Array(4096)

/**
 * Keeps of the matches those that pass every filter, and counts.
 * @param registries by their numbers
 * @returns those that passed, valid until the next search
 */
export function filterAndCount(
  matches: Matches,
  documents: Documents,
  profiles: Profiles,
  selection: Selection,
  { nowMs, registries }: { nowMs: number; registries: readonly EngineRegistry[] },
): { passed: Uint32Array; counts: Counts } {
  const size = { profiles: profiles.list.length, registries: registries.length }
  const codes = codeDocuments(documents, size, nowMs)
  const codeCount = size.profiles * ageCount
  if (ofCodes.length < codeCount) ofCodes = new Uint32Array(2 * codeCount)
  if (ofRegistries.length < size.registries) ofRegistries = new Uint32Array(2 * size.registries)
  if (listed.length < documents.count) listed = new Uint32Array(2 * documents.count)
  const tallies: Tallies = {
    ofCode: ofCodes.subarray(0, codeCount),
    ofRegistry: ofRegistries.subarray(0, size.registries),
  }
  const failures = listFailures(profiles, selection)
  const chosen = selection.registries
  let passed = matches.documents.subarray(0, matches.count)
  if (failures !== null || chosen !== null) {
    passed = filterAll(passed, documents, codes, tallies, { failures, chosen })
  } else if (2 * matches.count > documents.count) countOthers(matches.steps, documents, codes, tallies)
  else {
    tallies.ofCode.fill(0)
    tallies.ofRegistry.fill(0)
    tally(passed, documents, codes, tallies, 1)
  }
  const counts = sumCodes(tallies.ofCode, profiles, failures)
  return { passed, counts: { ...counts, ofRegistry: tallies.ofRegistry } }
}

/** How many matches have each code and each registry. */
interface Tallies {
  ofCode: Uint32Array
  ofRegistry: Uint32Array
}

/** Most searches filter nothing, and match a large part of all documents: so this loop does nothing else. */
function tally(
  found: Uint32Array,
  { registries }: Documents,
  { ofDocument }: Codes,
  { ofCode, ofRegistry }: Tallies,
  change: 1 | -1,
): void {
  for (let at = 0; at < found.length; at += 1) {
    const document = found[at] ?? 0
    const code = ofDocument[document] ?? 0
    ofCode[code] = (ofCode[code] ?? 0) + change
    const registry = registries[document] ?? 0
    ofRegistry[registry] = (ofRegistry[registry] ?? 0) + change
  }
}

/** The same where most documents match: how many there are in all is known, and the few that do not match are taken off. */
function countOthers(steps: Uint8Array, documents: Documents, codes: Codes, tallies: Tallies): void {
  tallies.ofCode.set(codes.documentCounts.subarray(0, tallies.ofCode.length))
  tallies.ofRegistry.set(codes.registryCounts.subarray(0, tallies.ofRegistry.length))
  let count = 0
  for (let document = 0; document < documents.count; document += 1) {
    listed[count] = document
    count += 1 - (((steps[document] ?? 0) + 255) >> 8)
  }
  tally(listed.subarray(0, count), documents, codes, tallies, -1)
}

/** Counts, and answers the matches that pass every filter. No match is asked whether it passes: every second does. */
function filterAll(
  matches: Uint32Array,
  { registries }: Documents,
  { ofDocument }: Codes,
  { ofCode, ofRegistry }: Tallies,
  { failures, chosen }: { failures: Uint16Array | null; chosen: ReadonlySet<number> | null },
): Uint32Array {
  ofCode.fill(0)
  ofRegistry.fill(0)
  const isPassing = Uint8Array.from({ length: ofCode.length }, (_, code) =>
    failures === null || failures[code] === 0 ? 1 : 0,
  )
  const isChosen = new Uint8Array(ofRegistry.length).fill(chosen === null ? 1 : 0)
  for (const registry of chosen ?? []) isChosen[registry] = 1
  const passed = listed
  let count = 0
  for (let at = 0; at < matches.length; at += 1) {
    const document = matches[at] ?? 0
    const code = ofDocument[document] ?? 0
    const registry = registries[document] ?? 0
    const isPassed = isPassing[code] ?? 0
    ofRegistry[registry] = (ofRegistry[registry] ?? 0) + isPassed
    // Where publishers are chosen, theirs are so few that the processor guesses right.
    if (isChosen[registry] === 0) continue
    ofCode[code] = (ofCode[code] ?? 0) + 1
    passed[count] = document
    count += isPassed
  }
  return passed.subarray(0, count)
}

/** Of each code the filters that it does not pass, as bits; null where nothing is filtered. */
function listFailures({ list, facetBits }: Profiles, selection: Selection): Uint16Array | null {
  const { values, excluded, updatedWithin } = selection
  if (values.size === 0 && excluded.size === 0 && updatedWithin === null) return null
  const isWanted = new Uint8Array(facetBits.length)
  let selected = 0
  for (const [facet, numbers] of values) {
    selected |= toFacetBit(facet)
    for (const number of numbers) isWanted[number] = 1
  }
  const oldest = updatedWithin === null ? ageCount : agesMs.findIndex(([name]) => name === updatedWithin)
  const failures = new Uint16Array(list.length * ageCount)
  for (const [profile, own] of list.entries()) {
    let failed = selected
    for (const value of own) if (isWanted[value] === 1) failed &= ~(facetBits[value] ?? 0)
    if (excluded.size > 0) {
      for (const value of own) if (excluded.has(value)) failed |= facetBits[value] ?? 0
    }
    for (let age = 0; age < ageCount; age += 1) {
      failures[profile * ageCount + age] = age > oldest ? failed | AGE_BIT : failed
    }
  }
  return failures
}

function sumCodes(
  ofCode: Uint32Array,
  { list, facetBits }: Profiles,
  failures: Uint16Array | null,
): Omit<Counts, 'ofRegistry'> {
  const ofValue = new Uint32Array(facetBits.length)
  const ofFacet = new Uint32Array(facetNames.length)
  const ofAge = new Uint32Array(ageCount)
  for (const [profile, values] of list.entries()) {
    const first = profile * ageCount
    if (failures === null) {
      let count = 0
      for (let age = 0; age < ageCount; age += 1) {
        const own = ofCode[first + age] ?? 0
        ofAge[age] = (ofAge[age] ?? 0) + own
        count += own
      }
      if (count > 0) for (const value of values) ofValue[value] = (ofValue[value] ?? 0) + count
      continue
    }
    for (let age = 0; age < ageCount; age += 1) {
      const count = ofCode[first + age] ?? 0
      if (count === 0) continue
      const failed = failures[first + age] ?? 0
      for (const value of values) {
        if ((failed & ~(facetBits[value] ?? 0)) === 0) ofValue[value] = (ofValue[value] ?? 0) + count
      }
      // All that pass count for each facet, and what fails one alone for that one.
      if ((failed & (failed - 1)) === 0) {
        for (let at = 0; at < ofFacet.length; at += 1) {
          if ((failed & ~(1 << at)) === 0) ofFacet[at] = (ofFacet[at] ?? 0) + count
        }
      }
      if ((failed & ~AGE_BIT) === 0) ofAge[age] = (ofAge[age] ?? 0) + count
    }
  }
  if (failures === null) ofFacet.fill(ofAge.reduce((sum, count) => sum + count, 0))
  const updated: Record<UpdatedWithin, number> = { day: 0, week: 0, month: 0, year: 0 }
  let sum = 0
  for (const [age, [name]] of agesMs.entries()) {
    sum += ofAge[age] ?? 0
    updated[name] = sum
  }
  return { ofValue, ofFacet, updated }
}
