import { toSearchParams } from '#lib/addresses/search-params.ts'
import type { SearchQuery } from '#lib/catalog/query/search-query.ts'

/** Where the gallery's API answers a search; also the key under which the answer is kept in the browser. */
export function toSearchApiPath(query: SearchQuery): string {
  return `/api/search?${toSearchParams(query)}`
}
