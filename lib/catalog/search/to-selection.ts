/** The filters of a query, in the form of the search engine. */

import type { Selection } from '../engine/count-facets.ts'
import { type FacetName, findValue, type Profiles } from '../engine/profiles.ts'
import { type SearchQuery, vouchParts } from '../query/search-query.ts'

/** Reads the filters; a value that nothing has selects nothing, rather than being passed over. */
export function toSelection(
  query: SearchQuery,
  profiles: Profiles,
  findRegistry: (alias: string) => number | null,
): Selection {
  const { publishers, updatedWithin, operatingSystems, architectures, types, licences } = query
  const values = new Map<FacetName, number[]>()
  const select = (facet: FacetName, labels: readonly string[]) => {
    const numbers = labels.map((label) => findValue(profiles, facet, label))
    if (labels.length > 0)
      values.set(
        facet,
        numbers.filter((number) => number !== null),
      )
  }
  select('operatingSystems', operatingSystems)
  select('architectures', architectures)
  select('types', types)
  select('licences', licences)
  if (query.verifiedOnly) select('verified', ['yes'])
  const excluded = new Set<number>()
  for (const vouch of query.vouched) {
    const { facet, isThere } = vouchParts[vouch]
    const number = findValue(profiles, facet, 'yes')
    if (isThere) select(facet, ['yes'])
    else if (number !== null) excluded.add(number)
  }
  const chosen = publishers.map(findRegistry).filter((number) => number !== null)
  return { values, excluded, updatedWithin, registries: publishers.length === 0 ? null : new Set(chosen) }
}
