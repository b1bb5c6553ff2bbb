/**
 * Counts the matches for every value of every filter, in one pass. A facet ignores its own selection, so that a visitor sees
 * what choosing another value as well would bring. All but the publishers follow from how many matches have each combination
 * of profile and age.
 */
import type { UpdatedWithin } from '../query/search-query.ts'
import { DAY_MASK, type Documents, toDay } from './documents.ts'
import type { Matches } from './match-units.ts'
import { type FacetName, facetNames, type Profiles, toFacetBit } from './profiles.ts'

/** What is filtered by. */
export interface Selection {
  /** Numbers of the values of which one must be there, by facet; a facet that is not here filters nothing. */
  values: ReadonlyMap<FacetName, readonly number[]>
  updatedWithin: UpdatedWithin | null
  /** By the engine's numbers. */
  registries: ReadonlySet<number> | null
}

export interface Counts {
  /** By the number of the value. */
  ofValue: Uint32Array
  updated: Record<UpdatedWithin, number>
  /** Matches of each registry. */
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

/** How many matches have each combination: `profile * ages + age`. Zeros between queries. */
let combinations = new Uint32Array(4096)
let agesOfMatches = new Uint8Array(4096)

/**
 * Keeps of the matches those that pass every filter, and counts.
 * @param registryCount numbers of registries are below this
 * @returns those that passed, valid until the next search
 */
export function filterAndCount(
  { documents: found, count }: Matches,
  documents: Documents,
  profiles: Profiles,
  selection: Selection,
  { nowMs, registryCount }: { nowMs: number; registryCount: number },
): { passed: Uint32Array; counts: Counts } {
  const ageOf = listAges(found, count, documents, nowMs)
  const size = profiles.list.length * ages
  if (combinations.length < size) combinations = new Uint32Array(2 * size)
  const ofRegistry = new Uint32Array(registryCount)
  const failures = listFailures(profiles, selection)
  const chosen = selection.registries
  if (failures === null && chosen === null) {
    countAll(found, count, ageOf, documents, ofRegistry)
    const counts = countCombinations(profiles, null)
    combinations.fill(0, 0, size)
    return { passed: found.subarray(0, count), counts: { ...counts, ofRegistry } }
  }
  const { profiles: profileOf, registries } = documents
  const passed = new Uint32Array(count)
  let passedCount = 0
  for (let at = 0; at < count; at += 1) {
    const document = found[at] ?? 0
    const combination = (profileOf[document] ?? 0) * ages + (ageOf[at] ?? 0)
    const registry = registries[document] ?? 0
    const isChosen = chosen === null || chosen.has(registry)
    if (isChosen) combinations[combination] = (combinations[combination] ?? 0) + 1
    if (failures === null || failures[combination] === 0) {
      ofRegistry[registry] = (ofRegistry[registry] ?? 0) + 1
      if (isChosen) passed[passedCount++] = document
    }
  }
  const counts = countCombinations(profiles, failures)
  combinations.fill(0, 0, size)
  return { passed: passed.subarray(0, passedCount), counts: { ...counts, ofRegistry } }
}

/** Most searches filter nothing, and match a large part of all documents: so this loop does nothing else. */
function countAll(
  found: Uint32Array,
  count: number,
  ageOf: Uint8Array,
  { profiles, registries }: Documents,
  ofRegistry: Uint32Array,
): void {
  const ofCombination = combinations
  for (let at = 0; at < count; at += 1) {
    const document = found[at] ?? 0
    const combination = (profiles[document] ?? 0) * ages + (ageOf[at] ?? 0)
    ofCombination[combination] = (ofCombination[combination] ?? 0) + 1
    const registry = registries[document] ?? 0
    ofRegistry[registry] = (ofRegistry[registry] ?? 0) + 1
  }
}

/** Of each match, its age as a place in `agesMs`. Valid until the next search. */
function listAges(
  found: Uint32Array,
  count: number,
  { days, updatedMs }: Documents,
  nowMs: number,
): Uint8Array {
  fillAgeOfDay(nowMs)
  if (agesOfMatches.length < count) agesOfMatches = new Uint8Array(2 * count)
  const ageOf = agesOfMatches
  for (let at = 0; at < count; at += 1) ageOf[at] = ageOfDay[days[found[at] ?? 0] ?? 0] ?? 0
  // Few are of a day on which an age begins; to ask for their time in the loop above would make it three times as slow.
  for (let at = 0; at < count; at += 1) {
    if (ageOf[at] === ages) ageOf[at] = toAge(nowMs - (updatedMs[found[at] ?? 0] ?? 0))
  }
  return ageOf
}

/**
 * The age of what was updated on this day, as a place in `agesMs`; `ages` for a day on which an age begins. Comparing times
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
    ageOfDay[begins] = ages
  }
}

function toAge(elapsedMs: number): number {
  let at = 0
  while (at < agesMs.length && elapsedMs > (agesMs[at]?.[1] ?? 0)) at += 1
  return at
}

/** Of each combination the filters that it does not pass, as bits; null where nothing is filtered. */
function listFailures({ list, facetBits }: Profiles, selection: Selection): Uint16Array | null {
  const { values, updatedWithin } = selection
  if (values.size === 0 && updatedWithin === null) return null
  const isWanted = new Uint8Array(facetBits.length)
  let selected = 0
  for (const [facet, numbers] of values) {
    selected |= toFacetBit(facet)
    for (const number of numbers) isWanted[number] = 1
  }
  const oldest = updatedWithin === null ? ages : agesMs.findIndex(([name]) => name === updatedWithin)
  const failures = new Uint16Array(list.length * ages)
  for (const [profile, own] of list.entries()) {
    let failed = selected
    for (const value of own) if (isWanted[value] === 1) failed &= ~(facetBits[value] ?? 0)
    for (let age = 0; age < ages; age += 1) {
      failures[profile * ages + age] = age > oldest ? failed | AGE_BIT : failed
    }
  }
  return failures
}

function countCombinations(
  { list, facetBits }: Profiles,
  failures: Uint16Array | null,
): Omit<Counts, 'ofRegistry'> {
  const ofValue = new Uint32Array(facetBits.length)
  const updated: Record<UpdatedWithin, number> = { day: 0, week: 0, month: 0, year: 0 }
  for (const [profile, values] of list.entries()) {
    for (let age = 0; age < ages; age += 1) {
      const combination = profile * ages + age
      const count = combinations[combination] ?? 0
      if (count === 0) continue
      const failed = failures === null ? 0 : (failures[combination] ?? 0)
      for (const value of values) {
        if ((failed & ~(facetBits[value] ?? 0)) === 0) ofValue[value] = (ofValue[value] ?? 0) + count
      }
      if ((failed & ~AGE_BIT) !== 0) continue
      for (const [at, [name]] of agesMs.entries()) if (age <= at) updated[name] += count
    }
  }
  return { ofValue, updated }
}
