/** What a visitor can do to a search: choose and drop values. Every change leads back to the first page. */

import { parseSearchParams } from '#lib/addresses/search-params.ts'
import type { SearchQuery } from '#lib/catalog/query/search-query.ts'
import type { Texts } from '#lib/language/texts.ts'
import { toKindWords, toLicenceWords, toVouchWords } from '../listing/filter-words.ts'

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
  texts: Texts<'search'>,
  labelOf: (alias: string) => string = (alias) => alias,
): ActiveFilter[] {
  const filters: ActiveFilter[] = []
  if (query.verifiedOnly) {
    filters.push({
      key: 'verified',
      label: texts('chosen.verified'),
      without: { ...query, verifiedOnly: false, page: 1 },
    })
  }
  for (const filter of valueFilters) {
    for (const value of query[filter]) {
      filters.push({
        key: `${filter}:${value}`,
        label: toLabel(filter, value, texts, labelOf),
        without: toggleValue(query, filter, value),
      })
    }
  }
  if (query.updatedWithin) {
    const without = { ...query, updatedWithin: null, page: 1 }
    filters.push({ key: 'updated', label: texts(`chosen.${query.updatedWithin}`), without })
  }
  return filters
}

export interface Relaxation {
  /** What is given up, as a part of the sentence "… if you drop …". */
  dropped: string
  query: SearchQuery
}

/**
 * The searches that give up one thing of a query that found nothing: each filter as a whole, all filters,
 * and the words.
 */
export function listRelaxations(
  query: SearchQuery,
  texts: Texts<'search'>,
  labelOf: (alias: string) => string = (alias) => alias,
): Relaxation[] {
  const relaxations: Relaxation[] = []
  const quote = (filter: string) => texts('none.filter', { filter })
  if (query.verifiedOnly) {
    const dropped = quote(texts('chosen.verified'))
    relaxations.push({ dropped, query: { ...query, verifiedOnly: false, page: 1 } })
  }
  for (const filter of valueFilters) {
    if (query[filter].length === 0) continue
    const dropped = query[filter]
      .map((value) => quote(toLabel(filter, value, texts, labelOf)))
      .reduce((first, second) => texts('none.both', { first, second }))
    relaxations.push({ dropped, query: { ...query, [filter]: [], page: 1 } })
  }
  if (query.updatedWithin) {
    const dropped = quote(texts(`chosen.${query.updatedWithin}`))
    relaxations.push({ dropped, query: { ...query, updatedWithin: null, page: 1 } })
  }
  if (relaxations.length > 1) {
    relaxations.push({ dropped: texts('none.everyFilter'), query: clearFilters(query) })
  }
  if (query.text !== '' && relaxations.length > 0) {
    const dropped = texts('none.words', { text: query.text })
    relaxations.push({ dropped, query: { ...query, text: '', page: 1 } })
  }
  return relaxations
}

function toLabel(
  filter: ValueFilter,
  value: string,
  texts: Texts<'search'>,
  labelOf: (alias: string) => string,
): string {
  if (filter === 'types') return toKindWords(value, texts)
  if (filter === 'vouched') return toVouchWords(value, texts)
  if (filter === 'packages') return texts('chosen.packages', { name: value })
  if (filter === 'licences') return toLicenceWords(value, texts)
  return filter === 'publishers' ? labelOf(value) : value
}
