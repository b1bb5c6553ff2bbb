/**
 * The addresses of the gallery's pages, written in one place: `/`, `/search?…`, `/ALIAS` and `/ALIAS/REPO…`,
 * as the original has them. Every link is made here.
 */
import type { Route } from 'next'
import type { SearchQuery } from '#lib/catalog/catalog.ts'
import { toSearchParams } from './search-params.ts'

export const REPOSITORY_TABS = ['about', 'usage', 'tags'] as const
export type RepositoryTab = (typeof REPOSITORY_TABS)[number]

/** A repository's page; the About tab is the page itself. */
export function repositoryPath(registryAlias: string, repositoryName: string, tab?: RepositoryTab): Route {
  const path = `${publisherPath(registryAlias)}/${toPath(repositoryName)}`
  return (tab && tab !== 'about' ? `${path}?tab=${tab}` : path) as Route
}

/** The page of one registry, with its repositories. */
export function publisherPath(registryAlias: string): Route {
  return `/${toPath(registryAlias)}` as Route
}

/** The search page for a query, or for the part of one that is given. */
export function searchPath(query: Partial<SearchQuery> = {}): Route {
  const params = toSearchParams(query).toString()
  return (params === '' ? '/search' : `/search?${params}`) as Route
}

/** The logo as the gallery itself serves it; `version` changes with the picture, so it can be kept forever. */
export function logoPath(registryAlias: string, repositoryName: string, version: string): string {
  return `/api/logo/${toPath(registryAlias)}/${toPath(repositoryName)}?v=${version}`
}

/** The next page of a repository's tags, as JSON. */
export function imageTagsPath(registryAlias: string, repositoryName: string, nextToken?: string): string {
  const path = `/api/tags/${toPath(registryAlias)}/${toPath(repositoryName)}`
  return nextToken === undefined ? path : `${path}?${new URLSearchParams({ nextToken })}`
}

function toPath(name: string): string {
  return name.split('/').map(encodeURIComponent).join('/')
}
