/** What there is in the whole catalogue, by the values that most repositories have: counted already, however large it is. */
import type { CatalogueIndex } from '../catalog.ts'
import { type FacetName, facetNames, findValue, type Profiles } from '../engine/profiles.ts'
import type { RepositoryKind } from '../query/search-query.ts'

const maxValues = 8
const nothing: RepositoryKind = 'empty'

/** Lists the commonest values of each facet; repositories without anything in them are none of a kind. */
export function listIndex({ values }: Profiles): CatalogueIndex {
  const lists = facetNames.map((facet): [FacetName, CatalogueIndex[FacetName]] => [facet, []])
  const index = Object.fromEntries(lists) as CatalogueIndex
  for (const { facet, label, documentCount } of values) {
    if (documentCount > 0 && label !== nothing) index[facet].push({ value: label, count: documentCount })
  }
  for (const facet of facetNames) {
    index[facet] = index[facet]
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
      .slice(0, maxValues)
  }
  return index
}

/** Whether some repository has a value of each of these facets. Looks at sets of values, of which there are few. */
export function hasAny(profiles: Profiles, wanted: Partial<Record<FacetName, string>>): boolean {
  const numbers = facetNames.flatMap((facet) => {
    const label = wanted[facet]
    return label === undefined ? [] : [findValue(profiles, facet, label)]
  })
  if (numbers.some((number) => number === null || profiles.values[number]?.documentCount === 0)) return false
  return profiles.list.some(
    (values, profile) =>
      (profiles.documentCounts[profile] ?? 0) > 0 &&
      numbers.every((number) => number !== null && values.includes(number)),
  )
}
