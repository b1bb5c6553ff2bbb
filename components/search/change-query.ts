/** What a visitor can do to a search: choose and drop values. Every change leads back to the first page. */
import type { SearchQuery } from '#lib/catalog/catalog.ts'

/** The filters with several values, by their names in `SearchQuery` and in `Facets`. */
export type ValueFilter = 'operatingSystems' | 'architectures' | 'publishers'

export interface ActiveFilter {
  /** Unique within one query. */
  key: string
  label: string
  /** The same search without this filter. */
  without: SearchQuery
}

/** Chooses a value of a filter, or drops it where it is chosen. */
export function toggleValue(query: SearchQuery, filter: ValueFilter, value: string): SearchQuery {
  const values = query[filter]
  const next = values.includes(value) ? values.filter((other) => other !== value) : [...values, value]
  return { ...query, [filter]: next, page: 1 }
}

/** Keeps the words and the order, and drops every filter. */
export function clearFilters(query: SearchQuery): SearchQuery {
  return { ...query, verifiedOnly: false, operatingSystems: [], architectures: [], publishers: [], page: 1 }
}

/** Every chosen value. `labelOf` gives the words for a publisher's alias. */
export function listActiveFilters(
  query: SearchQuery,
  labelOf: (alias: string) => string = (alias) => alias,
): ActiveFilter[] {
  const filters: ActiveFilter[] = []
  if (query.verifiedOnly) {
    filters.push({ key: 'verified', label: 'Verified', without: { ...query, verifiedOnly: false, page: 1 } })
  }
  for (const filter of ['operatingSystems', 'architectures', 'publishers'] as const) {
    for (const value of query[filter]) {
      filters.push({
        key: `${filter}:${value}`,
        label: filter === 'publishers' ? labelOf(value) : value,
        without: toggleValue(query, filter, value),
      })
    }
  }
  return filters
}

export interface Relaxation {
  /** What is given up, as the end of the sentence "… if you drop …". */
  dropped: string
  query: SearchQuery
}

/**
 * The searches that give up one thing of a query that found nothing: each filter as a whole, all filters,
 * and the words.
 */
export function listRelaxations(
  query: SearchQuery,
  labelOf: (alias: string) => string = (alias) => alias,
): Relaxation[] {
  const relaxations: Relaxation[] = []
  if (query.verifiedOnly) {
    relaxations.push({ dropped: '“Verified”', query: { ...query, verifiedOnly: false, page: 1 } })
  }
  for (const filter of ['operatingSystems', 'architectures', 'publishers'] as const) {
    if (query[filter].length === 0) continue
    const labels = query[filter].map((value) => `“${filter === 'publishers' ? labelOf(value) : value}”`)
    relaxations.push({ dropped: labels.join(' and '), query: { ...query, [filter]: [], page: 1 } })
  }
  if (relaxations.length > 1) relaxations.push({ dropped: 'every filter', query: clearFilters(query) })
  if (query.text !== '' && relaxations.length > 0) {
    relaxations.push({ dropped: `the text “${query.text}”`, query: { ...query, text: '', page: 1 } })
  }
  return relaxations
}
