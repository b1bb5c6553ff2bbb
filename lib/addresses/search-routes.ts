/** The addresses of searches, and of what can be subscribed to. */
import type { Route } from 'next'
import type { SearchQuery } from '#lib/catalog/query/search-query.ts'
import { mayBeReference, toPath } from './routes.ts'
import { parseSearchParams, type SearchParamsInput, toSearchParams } from './search-params.ts'
import { toTypedText } from './typed-operators.ts'

/** The search page for a query, or for the part of one that is given. */
export function searchPath(query: Partial<SearchQuery> = {}): Route {
  const params = toSearchParams(query).toString()
  return (params === '' ? '/search' : `/search?${params}`) as Route
}

/**
 * Where a text leads that was typed into the search box: to its search, or, where it may name one image, by the server to
 * that image (see find-jump.ts).
 */
export function typedPath(typed: string): Route {
  const query = parseSearchParams({ searchTerm: typed })
  return mayBeReference(query.text)
    ? (`/search?${new URLSearchParams({ searchTerm: typed, jump: '1' })}` as Route)
    : searchPath(query)
}

/** What stands in the search box at an address: its text, and its filters as they are typed. */
export function typedText(params: SearchParamsInput): string {
  return toTypedText(parseSearchParams(params))
}

/** What can be subscribed to: a repository's tags, all or those of a pattern, a publisher, or a search; as Atom. */
export function feedPath(
  of:
    | { alias: string; repositoryName: string; pattern?: string | null }
    | { alias: string }
    | { query: Partial<SearchQuery> },
): string {
  if ('query' in of) {
    const params = toSearchParams({ ...of.query, page: 1, sort: 'relevance' }).toString()
    return `/api/feed${params && `?${params}`}`
  }
  if (!('repositoryName' in of)) return `/api/feed/${toPath(of.alias)}`
  const { alias, repositoryName, pattern } = of
  const path = `/api/feed/${toPath(alias)}/${toPath(repositoryName)}`
  return pattern ? `${path}?${new URLSearchParams({ tag: pattern })}` : path
}
