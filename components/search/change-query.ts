/** What a visitor can do to a search: choose and drop values. Every change leads back to the first page. */

import { parseSearchParams } from '#lib/addresses/search-params.ts'
import type { SearchQuery, UpdatedWithin } from '#lib/catalog/query/search-query.ts'

import { toKindWords, toLicenceWords, toUpdatedWords, toVouchWords } from './filter-words.ts'

const valueFilters = [
  'operatingSystems',
  'architectures',
  'publishers',
  'types',
  'licences',
  'vouched',
  'packages',
] as const

/** The filters with several values, by their names in `SearchQuery`. */
export type ValueFilter = (typeof valueFilters)[number]

export interface ActiveFilter {
  /** Unique within one query. */
  key: string
  label: string
  /** The same search without this filter. */
  without: SearchQuery
}

/** Chooses a value of a filter, or drops it where it is chosen. */
export function toggleValue(query: SearchQuery, filter: ValueFilter, value: string): SearchQuery {
  const values: string[] = query[filter]
  const next = values.includes(value) ? values.filter((other) => other !== value) : [...values, value]
  return { ...query, [filter]: next, page: 1 }
}

/** Keeps the words and the order, and drops every filter. */
export function clearFilters(query: SearchQuery): SearchQuery {
  return { ...parseSearchParams({}), text: query.text, sort: query.sort }
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
  for (const filter of valueFilters) {
    for (const value of query[filter]) {
      filters.push({
        key: `${filter}:${value}`,
        label: toLabel(filter, value, labelOf),
        without: toggleValue(query, filter, value),
      })
    }
  }
  if (query.updatedWithin) {
    const without = { ...query, updatedWithin: null, page: 1 }
    filters.push({ key: 'updated', label: toUpdatedLabel(query.updatedWithin), without })
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
  for (const filter of valueFilters) {
    if (query[filter].length === 0) continue
    const labels = query[filter].map((value) => `“${toLabel(filter, value, labelOf)}”`)
    relaxations.push({ dropped: labels.join(' and '), query: { ...query, [filter]: [], page: 1 } })
  }
  if (query.updatedWithin) {
    const dropped = `“${toUpdatedLabel(query.updatedWithin)}”`
    relaxations.push({ dropped, query: { ...query, updatedWithin: null, page: 1 } })
  }
  if (relaxations.length > 1) relaxations.push({ dropped: 'every filter', query: clearFilters(query) })
  if (query.text !== '' && relaxations.length > 0) {
    relaxations.push({ dropped: `the text “${query.text}”`, query: { ...query, text: '', page: 1 } })
  }
  return relaxations
}

function toLabel(filter: ValueFilter, value: string, labelOf: (alias: string) => string): string {
  if (filter === 'types') return toKindWords(value)
  if (filter === 'vouched') return toVouchWords(value)
  if (filter === 'packages') return `Holds ${value}`
  if (filter === 'licences') return toLicenceWords(value)
  return filter === 'publishers' ? labelOf(value) : value
}

function toUpdatedLabel(within: UpdatedWithin): string {
  return `Updated ${toUpdatedWords(within).toLowerCase()}`
}
