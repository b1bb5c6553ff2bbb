/** What no search may stumble over: queries without end, and characters that mean something to other programs. */

import { parseSearchParams } from '#lib/addresses/search-params.ts'
import type { SearchQuery } from '#lib/catalog/query/search-query.ts'
import { hostileSearches } from '#testing/hostile-searches.ts'

/** Each as the URL's parameters are read, and so as the search index gets it. */
export const hostileQueries: { name: string; query: SearchQuery }[] = hostileSearches.map(
  ({ name, text }) => ({
    name,
    query: parseSearchParams({ searchTerm: text }),
  }),
)
