/** The addresses of lists of a repository's tags, for people and as JSON. */
import type { Route } from 'next'
import { repositoryPath, toPath } from './routes.ts'
import { type TagQuery, toTagSearchParams } from './tag-query.ts'

/** The Image tags tab for a query, or for the part of one that is given. */
export function tagsPath(
  registryAlias: string,
  repositoryName: string,
  query: Partial<TagQuery> = {},
): Route {
  const params = toTagSearchParams(query).toString()
  return `${repositoryPath(registryAlias, repositoryName, 'tags')}${params && `&${params}`}` as Route
}

/** A page of a repository's tags as JSON. */
export function tagsApiPath(registryAlias: string, repositoryName: string, query: TagQuery): string {
  const params = toTagSearchParams(query).toString()
  return `/api/tags/${toPath(registryAlias)}/${toPath(repositoryName)}${params && `?${params}`}`
}
