/**
 * A search and its URL. Parameter names are those of the original gallery, so that links to it work here:
 * `searchTerm`, `page`, `verified=verified`, `architectures`, `operatingSystems`, `popularRegistries`, and
 * `sort`; `types`, `licences`, `vouched`, `packages` and `updated` are this gallery's own. Several values of one filter may be repeated
 * (`architectures=ARM&architectures=x86`) or separated by commas, and operators in `searchTerm` mean the same.
 * Whatever a URL says becomes a bounded, usable query; nothing here throws.
 */

import { parsePackageQuery } from '#lib/catalog/query/parse-package-query.ts'
import { maxTypedLength } from '#lib/catalog/query/scan-typed-text.ts'
import { type SearchQuery, type SortOrder, VOUCHES } from '#lib/catalog/query/search-query.ts'
import { toArchitecture, toOperatingSystem } from '#lib/oci/platform-labels.ts'
import { parseTypedText, splitValues, toRepositoryKind, toUpdatedWithin } from './typed-operators.ts'

/** Results on one page of a search or of a publisher. */
export const SEARCH_PAGE_SIZE = 50

export const SORT_ORDERS = ['relevance', 'popularity', 'updated', 'name'] as const satisfies SortOrder[]

const maxValues = 20
const maxPage = 100_000

/** What a Next page receives as its awaited `searchParams`, or what a route handler reads from its URL. */
export type SearchParamsInput = URLSearchParams | Record<string, string | string[] | undefined>

/**
 * Reads a search from a URL. Unknown parameters and values that make no sense are left out.
 * @example parseSearchParams({ searchTerm: ' nginx ', architectures: 'ARM,x86' }).text // 'nginx'
 */
export function parseSearchParams(input: SearchParamsInput): SearchQuery {
  const sort = readValues(input, ['sort'])[0]
  const typed = parseTypedText(toSearchText(readFirst(input, 'searchTerm')))
  const within = readValues(input, ['updated']).map(toUpdatedWithin).find(Boolean)
  return {
    text: typed.text,
    verifiedOnly:
      typed.verifiedOnly ||
      readValues(input, ['verified']).some((value) => ['verified', 'true', '1'].includes(value)),
    operatingSystems: toFilter(
      readValues(input, ['operatingSystems', 'operatingSystem']).map(
        (value) => toOperatingSystem(value) ?? value,
      ),
      typed.operatingSystems,
    ),
    architectures: toFilter(
      readValues(input, ['architectures', 'architecture']).map((value) => toArchitecture(value) ?? value),
      typed.architectures,
    ),
    publishers: toFilter(
      readValues(input, ['popularRegistries', 'publishers']).map((value) => value.toLowerCase()),
      typed.publishers,
    ),
    types: toFilter(
      readValues(input, ['types']).flatMap((value) => toRepositoryKind(value) ?? []),
      typed.types,
    ),
    licences: toFilter(readValues(input, ['licences', 'licenses']), typed.licences),
    vouched: toFilter(
      readValues(input, ['vouched']).flatMap((value) => VOUCHES.find((vouch) => vouch === value) ?? []),
      typed.vouched,
    ),
    packages: toFilter(
      readValues(input, ['packages']).filter((value) => parsePackageQuery(value) !== null),
      typed.packages,
    ),
    updatedWithin: typed.updatedWithin ?? within ?? null,
    sort: SORT_ORDERS.find((order) => order === sort) ?? 'relevance',
    page: toPage(readFirst(input, 'page')),
  }
}

/** The inverse of `parseSearchParams`; what has its default value is left out, so that URLs stay short. */
export function toSearchParams(query: Partial<SearchQuery>): URLSearchParams {
  const params = new URLSearchParams()
  if (query.text) params.set('searchTerm', query.text)
  if (query.verifiedOnly) params.set('verified', 'verified')
  for (const value of query.operatingSystems ?? []) params.append('operatingSystems', value)
  for (const value of query.architectures ?? []) params.append('architectures', value)
  for (const value of query.publishers ?? []) params.append('popularRegistries', value)
  for (const value of query.types ?? []) params.append('types', value)
  for (const value of query.licences ?? []) params.append('licences', value)
  for (const value of query.vouched ?? []) params.append('vouched', value)
  for (const value of query.packages ?? []) params.append('packages', value)
  if (query.updatedWithin) params.set('updated', query.updatedWithin)
  if (query.sort && query.sort !== 'relevance') params.set('sort', query.sort)
  if (query.page && query.page > 1) params.set('page', String(query.page))
  return params
}

/** What a visitor typed, as the index takes it: one line, trimmed, bounded in length. */
export function toSearchText(typed: string): string {
  return typed
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, maxTypedLength)
    .toWellFormed()
    .trim()
}

/** A page number from a URL; 1 for anything that is none. */
export function toPage(text: string): number {
  return /^\d{1,9}$/.test(text) ? Math.min(Math.max(Number(text), 1), maxPage) : 1
}

function toFilter<Value extends string>(...values: Value[][]): Value[] {
  return [...new Set(values.flat())].slice(0, maxValues)
}

function readValues(input: SearchParamsInput, names: string[]): string[] {
  return splitValues(names.flatMap((name) => readAll(input, name)).map(toSearchText))
}

/** The first value of a parameter; empty where there is none. */
export function readFirst(input: SearchParamsInput, name: string): string {
  return readAll(input, name)[0] ?? ''
}

function readAll(input: SearchParamsInput, name: string): string[] {
  if (input instanceof URLSearchParams) return input.getAll(name)
  const value = input[name]
  return value === undefined ? [] : [value].flat()
}
