/**
 * What documents are filtered and counted by. Each value of each facet (`architectures: RISC-V 64`, `licences: MIT`) has a
 * number, and each set of values that a document has is a profile. Hundreds of thousands of documents share a few hundred
 * profiles: so matches are counted by profile, and all facets follow from that, whatever values there are.
 */
import { foldLabel } from '#lib/oci/platform-labels.ts'

/** In the order of their bits. Of the first five, a document has at most one value, which says yes. */
export const facetNames = [
  'verified',
  // A signature that is attached, and one that this gallery has verified.
  'signed',
  'proven',
  'sbom',
  'source',
  'operatingSystems',
  'architectures',
  'types',
  'licences',
] as const
export type FacetName = (typeof facetNames)[number]

/** What one document has, in words. */
export type FacetValues = Record<FacetName, readonly string[]>

export interface FacetLabel {
  facet: FacetName
  /** As it was written first. */
  label: string
  /** Live documents that have it. */
  documentCount: number
}

export interface Profiles {
  values: FacetLabel[]
  /** The bit of the facet of each value. */
  facetBits: number[]
  /** Numbers of values by facet and spelling, and by facet and what all spellings share. */
  valueNumbers: Map<string, number>
  /** Numbers of the values of each profile. */
  list: Uint32Array[]
  /** Live documents of each profile. */
  documentCounts: number[]
  numbers: Map<string, number>
}

/** Strangers choose the values: what does not fit is neither counted nor filtered by. */
const maxValues = 100_000
const maxValuesOfFacet = 64

export function createProfiles(): Profiles {
  return {
    values: [],
    facetBits: [],
    valueNumbers: new Map(),
    list: [],
    documentCounts: [],
    numbers: new Map(),
  }
}

/** The bit of a facet in `facetBits`. */
export function toFacetBit(facet: FacetName): number {
  return 1 << facetNames.indexOf(facet)
}

/** The number of the profile with these values. */
export function findProfile(profiles: Profiles, facets: FacetValues): number {
  const numbers = new Set<number>()
  for (const facet of facetNames) {
    for (const label of facets[facet].slice(0, maxValuesOfFacet)) {
      const number = addValue(profiles, facet, label)
      if (number !== null) numbers.add(number)
    }
  }
  return addProfile(profiles, Uint32Array.from(numbers).sort())
}

/** The same profile among others, for documents that move there. */
export function copyProfile(from: Profiles, profile: number, to: Profiles): number {
  const values = new Set<number>()
  for (const value of from.list[profile] ?? []) {
    const own = from.values[value]
    const number = own === undefined ? null : addValue(to, own.facet, own.label)
    if (number !== null) values.add(number)
  }
  return addProfile(to, Uint32Array.from(values).sort())
}

/** The number of a value, however it is spelt; null where no document has had it. */
export function findValue({ valueNumbers }: Profiles, facet: FacetName, label: string): number | null {
  return (
    valueNumbers.get(`${facet}:${label}`) ?? valueNumbers.get(`${facet}=${foldValue(facet, label)}`) ?? null
  )
}

/** What all spellings of a value have in common. In licences, signs make a difference: `GPL-2.0+` is not `GPL-2.0`. */
export function foldValue(facet: FacetName, label: string): string {
  return facet === 'licences' ? label.toLowerCase() : foldLabel(label)
}

/** Counts a live document in, or out. */
export function countDocument(profiles: Profiles, profile: number, change: 1 | -1): void {
  profiles.documentCounts[profile] = (profiles.documentCounts[profile] ?? 0) + change
  for (const value of profiles.list[profile] ?? []) {
    const own = profiles.values[value]
    if (own !== undefined) own.documentCount += change
  }
}

function addValue(profiles: Profiles, facet: FacetName, label: string): number | null {
  const { values, facetBits, valueNumbers } = profiles
  const spelling = `${facet}:${label}`
  const known = valueNumbers.get(spelling)
  if (known !== undefined) return known
  const folded = foldValue(facet, label)
  const sameNumber = valueNumbers.get(`${facet}=${folded}`)
  if (folded === '' || (sameNumber === undefined && values.length >= maxValues)) return null
  const number = sameNumber ?? values.length
  if (sameNumber === undefined) {
    values.push({ facet, label, documentCount: 0 })
    facetBits.push(toFacetBit(facet))
    valueNumbers.set(`${facet}=${folded}`, number)
  }
  // Spellings cost memory as well; one that is not kept is folded each time.
  if (valueNumbers.size < 4 * maxValues) valueNumbers.set(spelling, number)
  return number
}

function addProfile({ list, documentCounts, numbers }: Profiles, values: Uint32Array): number {
  const key = values.join()
  const known = numbers.get(key)
  if (known !== undefined) return known
  list.push(values)
  documentCounts.push(0)
  numbers.set(key, list.length - 1)
  return list.length - 1
}
