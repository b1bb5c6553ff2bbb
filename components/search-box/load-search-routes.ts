/** What makes addresses of searches, and reads them: needed once a search box is used, and loaded then. */
export type SearchRoutes = typeof import('#lib/addresses/search-routes.ts')

/** @throws where it cannot be fetched */
export function loadSearchRoutes(): Promise<SearchRoutes> {
  return import('#lib/addresses/search-routes.ts')
}
