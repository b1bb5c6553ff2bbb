/**
 * Counts the matches for every value of every filter, in one pass. A facet ignores its own selection, so that a visitor sees
 * what choosing another value as well would bring. All but the publishers follow from how many matches have each combination
 * of profile and age.
 */
import type { UpdatedWithin } from '../query/search-query.ts'
import { DAY_MASK, toDay } from './days.ts'
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

const dayMs = 86_400_000
/** The shorter ones first. */
const agesMs: readonly [UpdatedWithin, number][] = [
  ['day', dayMs],
  ['week', 7 * dayMs],
  ['month', 30 * dayMs],
  ['year', 365 * dayMs],
]
const ages = agesMs.length + 1
/** The age as one more facet, behind those of the profiles. */
const AGE_BIT = 1 << facetNames.length

/** Documents that were updated on a day on which an age begins are told apart by their time. */
const BOUNDARY = ages
const agesOfProfile = ages + 1

// One query after the other uses these: arrays of their size are taken from the system again each time, which takes as long as
// counting does.
/** How many matches have each combination: `profile * agesOfProfile + age`. Zeros between queries. */
let combinations = new Uint32Array(4096)
let ofRegistries = new Uint32Array(4096)
let listed = new Uint32Array(4096)

/**
 * Keeps of the matches those that pass every filter, and counts.
 * @param registries by their numbers
 * @returns those that passed, valid until the next search
 */
export function filterAndCount(
  { documents: found, count, steps }: Matches,
  documents: Documents,
  profiles: Profiles,
  selection: Selection,
  { nowMs, registries }: { nowMs: number; registries: readonly EngineRegistry[] },
): { passed: Uint32Array; counts: Counts } {
  fillAgeOfDay(nowMs)
  const registryCount = registries.length
  const size = profiles.list.length * agesOfProfile
  if (combinations.length < size) combinations = new Uint32Array(2 * size)
  if (ofRegistries.length < registryCount) ofRegistries = new Uint32Array(2 * registryCount)
  if (listed.length < documents.count) listed = new Uint32Array(2 * documents.count)
  const ofRegistry = ofRegistries.subarray(0, registryCount).fill(0)
  const matches = found.subarray(0, count)
  const failures = listFailures(profiles, selection)
  const chosen = selection.registries
  const isFiltered = failures !== null || chosen !== null
  if (!isFiltered && 2 * count > documents.count) {
    const updated = countMost(steps, documents, profiles, registries, ofRegistry, nowMs)
    const { ofValue, ofFacet } = countCombinations(profiles, null)
    combinations.fill(0, 0, size)
    return { passed: matches, counts: { ofValue, ofFacet, updated, ofRegistry } }
  }
  if (!isFiltered) countAll(matches, documents, ofRegistry, nowMs)
  const passed = isFiltered ? filterAll(matches, documents, ofRegistry, nowMs, { failures, chosen }) : matches
  const counts = countCombinations(profiles, failures)
  combinations.fill(0, 0, size)
  return { passed, counts: { ...counts, ofRegistry } }
}

/** Most searches filter nothing, and match a large part of all documents: so this loop does nothing else. */
function countAll(matches: Uint32Array, documents: Documents, ofRegistry: Uint32Array, nowMs: number): void {
  const { profiles, registries, days, updatedMs } = documents
  const ofCombination = combinations
  const onBoundary = listed
  let boundaryCount = 0
  for (let at = 0; at < matches.length; at += 1) {
    const document = matches[at] ?? 0
    const age = ageOfDay[days[document] ?? 0] ?? 0
    const combination = (profiles[document] ?? 0) * agesOfProfile + age
    ofCombination[combination] = (ofCombination[combination] ?? 0) + 1
    const registry = registries[document] ?? 0
    ofRegistry[registry] = (ofRegistry[registry] ?? 0) + 1
    onBoundary[boundaryCount] = document
    boundaryCount += isBoundary[age] ?? 0
  }
  // They are few; to ask for their time in the loop above would make it three times as slow.
  for (let at = 0; at < boundaryCount; at += 1) {
    const document = onBoundary[at] ?? 0
    const first = (profiles[document] ?? 0) * agesOfProfile
    const own = first + toAge(nowMs - (updatedMs[document] ?? 0))
    ofCombination[first + BOUNDARY] = (ofCombination[first + BOUNDARY] ?? 0) - 1
    ofCombination[own] = (ofCombination[own] ?? 0) + 1
  }
}

/**
 * The same where most documents match: how many there are of each profile, registry and day is known, and the few that do not match
 * are taken off. Answers how many are of each age, as they are counted apart from the profiles.
 */
function countMost(
  steps: Uint8Array,
  { profiles: profileOf, registries: registryOf, days, updatedMs, isDeleted, count }: Documents,
  { documentCounts, dayCounts }: Profiles,
  registries: readonly EngineRegistry[],
  ofRegistry: Uint32Array,
  nowMs: number,
): Record<UpdatedWithin, number> {
  const ofAge = new Uint32Array(agesOfProfile)
  for (let day = 0; day < dayCounts.length; day += 1) {
    const age = ageOfDay[day] ?? 0
    ofAge[age] = (ofAge[age] ?? 0) + (dayCounts[day] ?? 0)
  }
  for (const [number, { documentCount }] of registries.entries()) ofRegistry[number] = documentCount
  for (const [profile, own] of documentCounts.entries()) combinations[profile * agesOfProfile] = own
  const others = listed
  let otherCount = 0
  for (let document = 0; document < count; document += 1) {
    const isMatch = ((steps[document] ?? 0) + 255) >> 8
    others[otherCount] = document
    otherCount += (1 - isMatch) & (1 - (isDeleted[document] ?? 0))
  }
  for (let at = 0; at < otherCount; at += 1) {
    const document = others[at] ?? 0
    const combination = (profileOf[document] ?? 0) * agesOfProfile
    const registry = registryOf[document] ?? 0
    const age = ageOfDay[days[document] ?? 0] ?? 0
    combinations[combination] = (combinations[combination] ?? 0) - 1
    ofRegistry[registry] = (ofRegistry[registry] ?? 0) - 1
    ofAge[age] = (ofAge[age] ?? 0) - 1
  }
  const onBoundary = listed
  let boundaryCount = 0
  for (let document = 0; document < count; document += 1) {
    onBoundary[boundaryCount] = document
    boundaryCount += isBoundary[ageOfDay[days[document] ?? 0] ?? 0] ?? 0
  }
  for (let at = 0; at < boundaryCount; at += 1) {
    const document = onBoundary[at] ?? 0
    if (steps[document] === 0) continue
    const age = toAge(nowMs - (updatedMs[document] ?? 0))
    ofAge[age] = (ofAge[age] ?? 0) + 1
  }
  const updated: Record<UpdatedWithin, number> = { day: 0, week: 0, month: 0, year: 0 }
  let sum = 0
  for (const [age, [name]] of agesMs.entries()) {
    sum += ofAge[age] ?? 0
    updated[name] = sum
  }
  return updated
}

/** Counts, and answers the matches that pass every filter. No match is asked whether it passes: every second does. */
function filterAll(
  matches: Uint32Array,
  documents: Documents,
  ofRegistry: Uint32Array,
  nowMs: number,
  { failures, chosen }: { failures: Uint16Array | null; chosen: ReadonlySet<number> | null },
): Uint32Array {
  const { profiles, registries, days, updatedMs } = documents
  const ofCombination = combinations
  const isChosen = new Uint8Array(ofRegistry.length).fill(chosen === null ? 1 : 0)
  for (const registry of chosen ?? []) isChosen[registry] = 1
  const passed = listed
  let count = 0
  for (let at = 0; at < matches.length; at += 1) {
    const document = matches[at] ?? 0
    let age = ageOfDay[days[document] ?? 0] ?? 0
    if (age === BOUNDARY) age = toAge(nowMs - (updatedMs[document] ?? 0))
    const combination = (profiles[document] ?? 0) * agesOfProfile + age
    const registry = registries[document] ?? 0
    const isOfChosen = isChosen[registry] ?? 0
    const isPassed = failures === null || failures[combination] === 0 ? 1 : 0
    ofRegistry[registry] = (ofRegistry[registry] ?? 0) + isPassed
    // Where publishers are chosen, theirs are so few that the processor guesses right.
    if (isOfChosen === 0) continue
    ofCombination[combination] = (ofCombination[combination] ?? 0) + 1
    passed[count] = document
    count += isPassed
  }
  return passed.subarray(0, count)
}

/** By age. */
const isBoundary = Uint8Array.from({ length: agesOfProfile }, (_, age) => (age === BOUNDARY ? 1 : 0))

/**
 * The age of what was updated on this day, as a place in `agesMs`; `BOUNDARY` for a day on which an age begins. Comparing times
 * instead would be guessed wrong by the processor for every second document.
 */
const ageOfDay = new Uint8Array(DAY_MASK + 1)
let filledFor = -1

function fillAgeOfDay(nowMs: number): void {
  const today = toDay(nowMs)
  if (today === filledFor) return
  filledFor = today
  ageOfDay.fill(0)
  for (const [at, [, ageMs]] of agesMs.entries()) {
    const begins = toDay(nowMs - ageMs)
    ageOfDay.fill(at + 1, 0, begins)
    ageOfDay[begins] = BOUNDARY
  }
}

function toAge(elapsedMs: number): number {
  let at = 0
  while (at < agesMs.length && elapsedMs > (agesMs[at]?.[1] ?? 0)) at += 1
  return at
}

/** Of each combination the filters that it does not pass, as bits; null where nothing is filtered. */
function listFailures({ list, facetBits }: Profiles, selection: Selection): Uint16Array | null {
  const { values, excluded, updatedWithin } = selection
  if (values.size === 0 && excluded.size === 0 && updatedWithin === null) return null
  const isWanted = new Uint8Array(facetBits.length)
  let selected = 0
  for (const [facet, numbers] of values) {
    selected |= toFacetBit(facet)
    for (const number of numbers) isWanted[number] = 1
  }
  const oldest = updatedWithin === null ? ages : agesMs.findIndex(([name]) => name === updatedWithin)
  const failures = new Uint16Array(list.length * agesOfProfile)
  for (const [profile, own] of list.entries()) {
    let failed = selected
    for (const value of own) if (isWanted[value] === 1) failed &= ~(facetBits[value] ?? 0)
    if (excluded.size > 0) {
      for (const value of own) if (excluded.has(value)) failed |= facetBits[value] ?? 0
    }
    for (let age = 0; age < ages; age += 1) {
      failures[profile * agesOfProfile + age] = age > oldest ? failed | AGE_BIT : failed
    }
  }
  return failures
}

function countCombinations(
  { list, facetBits }: Profiles,
  failures: Uint16Array | null,
): Omit<Counts, 'ofRegistry'> {
  const ofValue = new Uint32Array(facetBits.length)
  const ofFacet = new Uint32Array(facetNames.length)
  const updated: Record<UpdatedWithin, number> = { day: 0, week: 0, month: 0, year: 0 }
  for (const [profile, values] of list.entries()) {
    for (let age = 0; age < ages; age += 1) {
      const combination = profile * agesOfProfile + age
      const count = combinations[combination] ?? 0
      if (count === 0) continue
      const failed = failures === null ? 0 : (failures[combination] ?? 0)
      for (const value of values) {
        if ((failed & ~(facetBits[value] ?? 0)) === 0) ofValue[value] = (ofValue[value] ?? 0) + count
      }
      // All that pass count for each facet, and what fails one alone for that one.
      if ((failed & (failed - 1)) === 0) {
        for (let at = 0; at < ofFacet.length; at += 1) {
          if ((failed & ~(1 << at)) === 0) ofFacet[at] = (ofFacet[at] ?? 0) + count
        }
      }
      if ((failed & ~AGE_BIT) !== 0) continue
      for (const [at, [name]] of agesMs.entries()) if (age <= at) updated[name] += count
    }
  }
  return { ofValue, ofFacet, updated }
}
