/** Counts of the search engine as the facets that pages show. */
import { readTexts } from '#lib/language/read-texts.ts'
import { ARCHITECTURES, OPERATING_SYSTEMS } from '#lib/oci/platform-labels.ts'
import type { Facets, FacetValue } from '../catalog.ts'
import type { Counts } from '../engine/count-facets.ts'
import { type FacetName, facetNames, findValue, foldValue, type Profiles } from '../engine/profiles.ts'
import type { EngineRegistry } from '../engine/registries.ts'
import {
  NO_LICENCE,
  type RepositoryKind,
  type SearchQuery,
  type UpdatedWithin,
  VOUCHES,
  type Vouch,
  vouchParts,
} from '../query/search-query.ts'
import { listTop } from './list-top.ts'

/** How many publishers are offered as filter values, besides those selected. */
const maxPublishers = 10
/** And how many of the values that strangers choose. */
const maxValues = 24

/** Those that are always offered; the others are where something has them. */
const firstKinds: readonly RepositoryKind[] = ['image', 'chart']
const lastKinds: readonly RepositoryKind[] = ['artifact', 'empty']

const updatedLabels: Record<UpdatedWithin, string> = {
  day: 'Last day',
  week: 'Last week',
  month: 'Last month',
  year: 'Last year',
}

/** One for each kind and each that vouches. */
const labels = new Map<string, string>()

/** All facets; values that are selected are among them even where nothing has them. */
export function toFacets(
  counts: Counts,
  query: SearchQuery,
  { profiles, registries }: { profiles: Profiles; registries: readonly EngineRegistry[] },
  findRegistry: (alias: string) => number | null,
): Facets {
  const list = (facet: FacetName, selected: readonly string[], first: readonly string[] = []) =>
    listValues(counts, profiles, facet, selected, first)
  const countOf = (facet: FacetName) => counts.ofValue[findValue(profiles, facet, 'yes') ?? -1] ?? 0
  const countVouch = (vouch: Vouch) => {
    const { facet, isThere } = vouchParts[vouch]
    const all = counts.ofFacet[facetNames.indexOf(facet)] ?? 0
    return isThere ? countOf(facet) : all - countOf(facet)
  }
  const kinds = list('types', query.types, [...firstKinds, ...lastKinds])
  return {
    verified: [
      { value: 'verified', label: 'Verified', count: countOf('verified'), selected: query.verifiedOnly },
    ],
    vouched: VOUCHES.map((value) => ({
      value,
      label: toLabel(`vouched.${value}`),
      count: countVouch(value),
      selected: query.vouched.includes(value),
    })),
    operatingSystems: list('operatingSystems', query.operatingSystems, OPERATING_SYSTEMS),
    architectures: list('architectures', query.architectures, ARCHITECTURES),
    publishers: toPublisherFacet(counts, query, registries, findRegistry),
    types: [
      ...kinds.filter(({ value }) => !lastKinds.some((kind) => kind === value)),
      ...kinds.filter(({ value }) => lastKinds.some((kind) => kind === value)),
    ].map((facet) => ({ ...facet, label: toLabel(`kinds.${facet.value as RepositoryKind}`) })),
    licences: list('licences', query.licences)
      .map((facet) => (facet.value === NO_LICENCE ? { ...facet, label: 'Not stated' } : facet))
      .sort((a, b) => Number(a.value === NO_LICENCE) - Number(b.value === NO_LICENCE)),
    updated: (Object.keys(updatedLabels) as UpdatedWithin[]).map((value) => ({
      value,
      label: updatedLabels[value],
      count: counts.updated[value],
      selected: query.updatedWithin === value,
    })),
  }
}

/** As the API says it, which is what pages say in English; looked up once, as every search needs all of them. */
function toLabel(key: `vouched.${Vouch}` | `kinds.${RepositoryKind}`): string {
  const label = labels.get(key) ?? readTexts('en', 'search')(key)
  labels.set(key, label)
  return label
}

/** The first ones always, then what matches have, then what others have; those with more documents first. */
function listValues(
  { ofValue }: Counts,
  profiles: Profiles,
  facet: FacetName,
  selected: readonly string[],
  first: readonly string[],
): FacetValue[] {
  const { values } = profiles
  const chosen = new Set(selected.map((label) => foldValue(facet, label)))
  const known = new Map<string, FacetValue>()
  const add = (label: string, number: number | null) => {
    const count = number === null ? 0 : (ofValue[number] ?? 0)
    const key = foldValue(facet, label)
    if (!known.has(key)) known.set(key, { value: label, label, count, selected: chosen.has(key) })
  }
  for (const label of first) add(label, findValue(profiles, facet, label))
  // One that matches comes before all that do not.
  const weights = new Uint32Array(values.length)
  for (let number = 0; number < values.length; number += 1) {
    const own = values[number]
    if (own?.facet !== facet) continue
    const count = ofValue[number] ?? 0
    weights[number] = count > 0 ? 2 ** 31 + count : own.documentCount
  }
  const compare = (a: number, b: number) =>
    (weights[b] ?? 0) - (weights[a] ?? 0) || ((values[a]?.label ?? '') < (values[b]?.label ?? '') ? -1 : 1)
  for (const number of listTop(weights, maxValues, compare)) {
    add(values[number]?.label ?? '', number)
  }
  for (const label of selected) {
    const number = findValue(profiles, facet, label)
    add(values[number ?? -1]?.label ?? label, number)
  }
  return [...known.values()]
}

function toPublisherFacet(
  { ofRegistry }: Counts,
  query: SearchQuery,
  registries: readonly EngineRegistry[],
  findRegistry: (alias: string) => number | null,
): FacetValue[] {
  const chosen = query.publishers.map((alias) => ({ alias, registry: findRegistry(alias) }))
  const countOf = (registry: number) => ofRegistry[registry] ?? 0
  // They stand in the list anyway.
  const others = chosen.length === 0 ? ofRegistry : ofRegistry.slice()
  for (const { registry } of chosen) if (registry !== null) others[registry] = 0
  const top = listTop(others, maxPublishers, (a, b) => comparePublishers(a, b, registries, countOf))
  const offered = top.map((registry): FacetValue => {
    const { primaryAlias = '', publisherName = '' } = registries[registry] ?? {}
    return { value: primaryAlias, label: publisherName, count: countOf(registry), selected: false }
  })
  const selected = chosen.map(({ alias, registry }): FacetValue => {
    const known = registry === null ? undefined : registries[registry]
    const count = registry === null ? 0 : countOf(registry)
    return { value: alias, label: known?.publisherName ?? alias, count, selected: true }
  })
  return [...selected, ...offered].sort((a, b) => b.count - a.count)
}

function comparePublishers(
  a: number,
  b: number,
  registries: readonly EngineRegistry[],
  countOf: (registry: number) => number,
): number {
  const counts = countOf(b) - countOf(a)
  if (counts !== 0) return counts
  const [first, second] = [registries[a], registries[b]]
  if (first === undefined || second === undefined) return 0
  if (first.publisherName !== second.publisherName) return first.publisherName < second.publisherName ? -1 : 1
  return first.primaryAlias < second.primaryAlias ? -1 : 1
}
