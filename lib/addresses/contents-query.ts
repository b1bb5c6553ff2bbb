/**
 * Which of an image's packages or vulnerabilities a visitor wants to see, and in which order: `&part=packages&filter=ssl&sort=licence`.
 * Whatever an address says becomes a bounded, usable query; nothing here throws.
 */
import { readFirst, type SearchParamsInput, toSearchText } from './search-params.ts'

/** The first is the one without a parameter; packages have no severity, vulnerabilities neither version nor licence. */
export const PACKAGE_SORTS = ['name', 'version', 'licence'] as const
export const VULNERABILITY_SORTS = ['severity', 'package', 'id'] as const
export type PackageSort = (typeof PACKAGE_SORTS)[number]
export type VulnerabilitySort = (typeof VULNERABILITY_SORTS)[number]

export interface ContentsQuery {
  /** Part of a name, a licence, a package URL or an identifier; empty for all. */
  filter: string
  /** Empty for the order that a list has without one. */
  sort: PackageSort | VulnerabilitySort | ''
}

export const firstContentsQuery: ContentsQuery = { filter: '', sort: '' }

/** The parameters that make such a page one of its own. */
export const CONTENTS_QUERY_PARAMETERS = ['filter', 'sort'] as const

const maxFilterLength = 128

/** Reads a query from an address. */
export function parseContentsQuery(input: SearchParamsInput): ContentsQuery {
  const sort = readFirst(input, 'sort')
  return {
    filter: toSearchText(readFirst(input, 'filter')).slice(0, maxFilterLength).trim(),
    sort: [...PACKAGE_SORTS, ...VULNERABILITY_SORTS].find((one) => one === sort) ?? '',
  }
}

/** The inverse of `parseContentsQuery`, to be added to the address of a part; empty for the first query. */
export function toContentsParams({ filter, sort }: ContentsQuery = firstContentsQuery): string {
  const params = new URLSearchParams()
  if (filter !== '') params.set('filter', filter)
  if (sort !== '') params.set('sort', sort)
  const text = params.toString()
  return text === '' ? '' : `&${text}`
}
