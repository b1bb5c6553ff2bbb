/**
 * The addresses of the gallery's pages, written in one place: `/`, `/search?…`, `/ALIAS` and `/ALIAS/REPO…`,
 * as the original has them, and `/ALIAS/REPO…?tag=` for one image. Every link is made here.
 */
import type { Route } from 'next'
import type { SearchQuery } from '#lib/catalog/query/search-query.ts'
import { type ImagePart, toPartText } from './image-part.ts'
import { parseSearchParams, toSearchParams } from './search-params.ts'
import { type TagQuery, toTagSearchParams } from './tag-query.ts'

export const REPOSITORY_TABS = ['about', 'usage', 'tags', 'pulls'] as const
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

/** True for a text that may be a reference or a digest: quick, and right about every one that is. */
export function mayBeReference(text: string): boolean {
  return /[/:@]|^[0-9a-f]{12,64}$/i.test(text)
}

/** The logo as the gallery itself serves it; `version` changes with the picture, so it can be kept forever. */
export function logoPath(registryAlias: string, repositoryName: string, version: string): string {
  return `/api/logo/${toPath(registryAlias)}/${toPath(repositoryName)}?v=${version}`
}

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

/** The page of one image, by tag or by digest; `platform` chooses one of an index, such as `linux/arm64`. */
export function imagePath(
  registryAlias: string,
  repositoryName: string,
  reference: ({ tag: string } | { digest: string }) & { platform?: string | null; part?: ImagePart | null },
): Route {
  const { platform, part, ...named } = reference
  const params = new URLSearchParams(named)
  if (platform) params.set('platform', platform)
  if (part) params.set('part', toPartText(part))
  // These may stand in a query as they are, and are easier to read.
  const query = params
    .toString()
    .replaceAll('%3A', ':')
    .replaceAll('%2F', '/')
    .replaceAll('%28', '(')
    .replaceAll('%29', ')')
  return `${repositoryPath(registryAlias, repositoryName)}?${query}` as Route
}

/** Two images beside each other, each by its tag or digest; by digests the address always shows the same. */
export function comparisonPath(
  registryAlias: string,
  repositoryName: string,
  { from, to, platform }: { from: string; to: string; platform: string | null },
): Route {
  const params = new URLSearchParams({ compare: from, with: to, ...(platform && { platform }) })
  const query = params.toString().replaceAll('%3A', ':').replaceAll('%2F', '/')
  return `${repositoryPath(registryAlias, repositoryName)}?${query}` as Route
}

/** The same for programs. */
export function comparisonApiPath(
  registryAlias: string,
  repositoryName: string,
  { from, to, platform, format }: { from: string; to: string; platform: string | null; format?: 'text' },
): string {
  const params = new URLSearchParams({ from, to, ...(platform && { platform }), ...(format && { format }) })
  return `/api/compare/${toPath(registryAlias)}/${toPath(repositoryName)}?${params}`
}

/** How often a repository was pulled, as JSON. */
export function repositoryPullsPath(registryAlias: string, repositoryName: string): string {
  return `/api/pulls/${toPath(registryAlias)}/${toPath(repositoryName)}`
}

/** The same by day, tag and client, as CSV. */
export function pullsCsvPath(registryAlias: string, repositoryName: string): string {
  return `/api/pulls-csv/${toPath(registryAlias)}/${toPath(repositoryName)}`
}

/** The facts of an image that a tag names, as JSON. */
export function imageFactsPath(registryAlias: string, repositoryName: string, digest: string): string {
  return `/api/facts/${toPath(registryAlias)}/${toPath(repositoryName)}?digest=${digest}`
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

/** A document that is attached to an image, as a download. */
export function documentApiPath(
  registryAlias: string,
  repositoryName: string,
  { attachment, digest }: { attachment: string; digest: string },
): string {
  return `/api/document/${toPath(registryAlias)}/${toPath(repositoryName)}?attachment=${attachment}&digest=${digest}`
}

/** One file of a layer of an image, as a download; the layer from 1. */
export function layerFilePath(
  registryAlias: string,
  repositoryName: string,
  { image, layer, path }: { image: string; layer: number; path: string },
): string {
  const params = new URLSearchParams({ image, layer: String(layer), path })
  const query = params.toString().replaceAll('%3A', ':').replaceAll('%2F', '/')
  return `/api/file/${toPath(registryAlias)}/${toPath(repositoryName)}?${query}`
}

function toPath(name: string): string {
  return name.split('/').map(encodeURIComponent).join('/')
}
