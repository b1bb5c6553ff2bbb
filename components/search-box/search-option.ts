/** What can be chosen under the search box: a suggestion, a recent search, or the results for a reference. */
import type { Route } from 'next'
import { imagePath, publisherPath, repositoryPath } from '#lib/addresses/routes.ts'
import { parseSearchParams } from '#lib/addresses/search-params.ts'
import { searchPath, typedPath } from '#lib/addresses/search-routes.ts'
import type { Suggestion } from '#lib/catalog/catalog.ts'

export type SearchOption = Suggestion | { kind: 'recent'; text: string } | { kind: 'results'; text: string }

/** The page that an option leads to. */
export function toOptionPath(option: SearchOption): Route {
  switch (option.kind) {
    case 'publisher':
      return publisherPath(option.registryAlias)
    case 'repository':
      return repositoryPath(option.registryAlias, option.repositoryName)
    case 'tag':
      return imagePath(option.registryAlias, option.repositoryName, { tag: option.tag })
    case 'recent':
      return typedPath(option.text)
    case 'results':
      return searchPath(parseSearchParams({ searchTerm: option.text }))
  }
}
