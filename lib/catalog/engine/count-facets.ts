/**
 * Counts the matches for every value of every filter, in one pass. A facet ignores its own selection, so that a visitor sees
 * what choosing another value as well would bring. All but the publishers follow from how many matches have each combination
 * of platforms, verified mark, type and age.
 */
import { OPERATING_SYSTEMS } from '#lib/oci/platform-labels.ts'
import type { RepositoryType, UpdatedWithin } from '../catalog.ts'
import { DAY_MASK, type Documents, MASK_COUNT, toDay, toTypeBit, VERIFIED_BIT } from './documents.ts'
import type { Matches } from './match-units.ts'

/** Filters as bits; null filters nothing. */
export interface Selection {
  verifiedOnly: boolean
  operatingSystemMask: number | null
  architectureMask: number | null
  typeMask: number | null
  updatedWithin: UpdatedWithin | null
  /** By the engine's numbers. */
  registries: ReadonlySet<number> | null
}

export interface Counts {
  verified: number
  /** Of the platform bits in turn. */
  platforms: number[]
  types: Record<RepositoryType, number>
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

const repositoryTypes: readonly RepositoryType[] = ['image', 'chart', 'artifact', 'empty']

/** How many matches have each combination: `age * MASK_COUNT + mask`. Zeros between queries. */
const combinations = new Uint32Array(ages * MASK_COUNT)

/**
 * Keeps of the matches those that pass every filter, and counts.
 * @param registryCount numbers of registries are below this
 * @returns those that passed, valid until the next search
 */
export function filterAndCount(
  { documents: found, count }: Matches,
  { masks, standings, updatedMs, registries }: Documents,
  selection: Selection,
  {
    nowMs,
    platformBits,
    registryCount,
  }: { nowMs: number; platformBits: readonly number[]; registryCount: number },
): { passed: Uint32Array; counts: Counts } {
  fillAgeOfDay(nowMs)
  const ofRegistry = new Uint32Array(registryCount)
  const passes = toPassTable(selection)
  const chosen = selection.registries
  const isOpen = passes === null && chosen === null
  const passed = isOpen ? found : new Uint32Array(count)
  let passedCount = isOpen ? count : 0
  for (let at = 0; at < count; at += 1) {
    const document = found[at] ?? 0
    let age = ageOfDay[(standings[document] ?? 0) & DAY_MASK] ?? 0
    if (age === ages) age = toAge(nowMs - (updatedMs[document] ?? 0))
    const combination = age * MASK_COUNT + (masks[document] ?? 0)
    const registry = registries[document] ?? 0
    if (isOpen) {
      combinations[combination] = (combinations[combination] ?? 0) + 1
      ofRegistry[registry] = (ofRegistry[registry] ?? 0) + 1
      continue
    }
    const isChosen = chosen === null || chosen.has(registry)
    if (isChosen) combinations[combination] = (combinations[combination] ?? 0) + 1
    if (passes === null || passes[combination] !== 0) {
      ofRegistry[registry] = (ofRegistry[registry] ?? 0) + 1
      if (isChosen) passed[passedCount++] = document
    }
  }
  const used: number[] = []
  for (let at = 0; at < combinations.length; at += 1) if (combinations[at] !== 0) used.push(at)
  const counts = countCombinations(used, selection, platformBits)
  combinations.fill(0)
  return { passed: passed.subarray(0, passedCount), counts: { ...counts, ofRegistry } }
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
  const at = agesMs.findIndex(([, ageMs]) => elapsedMs <= ageMs)
  return at < 0 ? agesMs.length : at
}

type Ignored = 'verified' | 'operatingSystems' | 'architectures' | 'types' | 'updated' | null

function doesPass(combination: number, selection: Selection, ignored: Ignored): boolean {
  const mask = combination % MASK_COUNT
  const age = Math.floor(combination / MASK_COUNT)
  const meets = (wanted: number | null) => wanted === null || (mask & wanted) !== 0
  const { verifiedOnly, operatingSystemMask, architectureMask, typeMask, updatedWithin } = selection
  return (
    (ignored === 'verified' || !verifiedOnly || (mask & VERIFIED_BIT) !== 0) &&
    (ignored === 'operatingSystems' || meets(operatingSystemMask)) &&
    (ignored === 'architectures' || meets(architectureMask)) &&
    (ignored === 'types' || meets(typeMask)) &&
    (ignored === 'updated' ||
      updatedWithin === null ||
      age <= agesMs.findIndex(([name]) => name === updatedWithin))
  )
}

const passTable = new Uint8Array(ages * MASK_COUNT)

/** Which combinations pass every filter; null where all do. */
function toPassTable(selection: Selection): Uint8Array | null {
  const isOpen =
    !selection.verifiedOnly &&
    selection.operatingSystemMask === null &&
    selection.architectureMask === null &&
    selection.typeMask === null &&
    selection.updatedWithin === null
  if (isOpen) return null
  for (let at = 0; at < passTable.length; at += 1) passTable[at] = doesPass(at, selection, null) ? 1 : 0
  return passTable
}

function countCombinations(
  used: readonly number[],
  selection: Selection,
  platformBits: readonly number[],
): Omit<Counts, 'ofRegistry'> {
  const platforms = platformBits.map(() => 0)
  const types: Record<RepositoryType, number> = { image: 0, chart: 0, artifact: 0, empty: 0 }
  const updated: Record<UpdatedWithin, number> = { day: 0, week: 0, month: 0, year: 0 }
  let verified = 0
  for (const combination of used) {
    const count = combinations[combination] ?? 0
    const mask = combination % MASK_COUNT
    const age = Math.floor(combination / MASK_COUNT)
    if ((mask & VERIFIED_BIT) !== 0 && doesPass(combination, selection, 'verified')) verified += count
    const ofSystems = doesPass(combination, selection, 'operatingSystems')
    const ofArchitectures = doesPass(combination, selection, 'architectures')
    for (const [at, bit] of platformBits.entries()) {
      const isSystem = at < OPERATING_SYSTEMS.length
      if ((mask & bit) !== 0 && (isSystem ? ofSystems : ofArchitectures))
        platforms[at] = (platforms[at] ?? 0) + count
    }
    if (doesPass(combination, selection, 'types')) {
      for (const type of repositoryTypes) if ((mask & toTypeBit(type)) !== 0) types[type] += count
    }
    if (doesPass(combination, selection, 'updated')) {
      for (const [at, [name]] of agesMs.entries()) if (age <= at) updated[name] += count
    }
  }
  return { verified, platforms, types, updated }
}
