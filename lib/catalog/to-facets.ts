/** Counts of the search engine as the facets that pages show. */
import { ARCHITECTURES, OPERATING_SYSTEMS } from '#lib/oci/platform-labels.ts'
import type { Facets, FacetValue, RepositoryType, SearchQuery, UpdatedWithin } from './catalog.ts'
import type { Counts } from './engine/count-facets.ts'
import type { EngineRegistry } from './engine/registries.ts'

/** How many publishers are offered as filter values, besides those selected. */
const maxPublishers = 10

const typeLabels: Record<RepositoryType, string> = {
  image: 'Image',
  chart: 'Helm chart',
  artifact: 'Artifact',
  empty: 'Empty',
}

const updatedLabels: Record<UpdatedWithin, string> = {
  day: 'Last day',
  week: 'Last week',
  month: 'Last month',
  year: 'Last year',
}

/** All facets; values that are selected are among them even where nothing has them. */
export function toFacets(
  counts: Counts,
  query: SearchQuery,
  registries: readonly EngineRegistry[],
  findRegistry: (alias: string) => number | null,
): Facets {
  const labels = [...OPERATING_SYSTEMS, ...ARCHITECTURES] as string[]
  const platforms = (known: readonly string[], selected: readonly string[]) =>
    [...new Set([...known, ...selected])].map((label): FacetValue => {
      const at = known.includes(label) ? labels.indexOf(label) : -1
      return { value: label, label, count: counts.platforms[at] ?? 0, selected: selected.includes(label) }
    })
  const named = <Name extends string>(
    names: Record<Name, string>,
    own: Record<Name, number>,
    selected: readonly string[],
  ) =>
    (Object.keys(names) as Name[]).map(
      (value): FacetValue => ({
        value,
        label: names[value],
        count: own[value],
        selected: selected.includes(value),
      }),
    )
  return {
    verified: [
      { value: 'verified', label: 'Verified', count: counts.verified, selected: query.verifiedOnly },
    ],
    operatingSystems: platforms(OPERATING_SYSTEMS, query.operatingSystems),
    architectures: platforms(ARCHITECTURES, query.architectures),
    publishers: toPublisherFacet(counts, query, registries, findRegistry),
    types: named(typeLabels, counts.types, query.types),
    updated: named(updatedLabels, counts.updated, query.updatedWithin === null ? [] : [query.updatedWithin]),
  }
}

function toPublisherFacet(
  { ofRegistry }: Counts,
  query: SearchQuery,
  registries: readonly EngineRegistry[],
  findRegistry: (alias: string) => number | null,
): FacetValue[] {
  const chosen = query.publishers.map((alias) => ({ alias, registry: findRegistry(alias) }))
  const chosenNumbers = new Set(chosen.map(({ registry }) => registry))
  const countOf = (registry: number) => ofRegistry[registry] ?? 0
  const top: number[] = []
  /** Most have none, or too few, which is seen at once. */
  let least = 1
  for (let registry = 0; registry < ofRegistry.length; registry += 1) {
    if ((ofRegistry[registry] ?? 0) < least) continue
    const last = top[maxPublishers - 1]
    if (chosenNumbers.has(registry)) continue
    if (last !== undefined && comparePublishers(registry, last, registries, countOf) >= 0) continue
    let at = Math.min(top.length, maxPublishers - 1)
    while (at > 0 && comparePublishers(registry, top[at - 1] ?? 0, registries, countOf) < 0) {
      top[at] = top[at - 1] ?? 0
      at -= 1
    }
    top[at] = registry
    if (top.length === maxPublishers) least = countOf(top[maxPublishers - 1] ?? 0)
  }
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
