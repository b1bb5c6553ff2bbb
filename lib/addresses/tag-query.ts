/**
 * Which tags of a repository a visitor wants to see, and the URL that says so: `?tab=tags&sort=newest&filter=1.2`,
 * with `folds=open` and `page=`. Whatever a URL says becomes a bounded, usable query; nothing here throws.
 */
import { readFirst, type SearchParamsInput, toPage, toSearchText } from './search-params.ts'

export const TAG_SORTS = ['version', 'newest', 'size', 'name'] as const
export type TagSort = (typeof TAG_SORTS)[number]

export interface TagQuery {
  sort: TagSort
  /** Part of a tag or the beginning of a digest; empty for all. */
  filter: string
  /** Opens what the order by version folds: earlier builds and pre-releases. */
  opensFolds: boolean
  /** From 1. */
  page: number
}

export const firstTagQuery: TagQuery = { sort: 'version', filter: '', opensFolds: false, page: 1 }

const maxFilterLength = 128

/** Reads a query from a URL. */
export function parseTagQuery(input: SearchParamsInput): TagQuery {
  const sort = readFirst(input, 'sort')
  return {
    sort: TAG_SORTS.find((one) => one === sort) ?? firstTagQuery.sort,
    filter: toSearchText(readFirst(input, 'filter')).slice(0, maxFilterLength).trim(),
    opensFolds: readFirst(input, 'folds') === 'open',
    page: toPage(readFirst(input, 'page')),
  }
}

/** The inverse of `parseTagQuery`; what has its default value is left out. */
export function toTagSearchParams(query: Partial<TagQuery>): URLSearchParams {
  const params = new URLSearchParams()
  if (query.sort && query.sort !== firstTagQuery.sort) params.set('sort', query.sort)
  if (query.filter) params.set('filter', query.filter)
  if (query.opensFolds) params.set('folds', 'open')
  if (query.page && query.page > 1) params.set('page', String(query.page))
  return params
}
