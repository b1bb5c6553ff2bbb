/**
 * The addresses of the gallery's pages: `/ALIAS` and `/ALIAS/REPO…`, as the original has them, and `/ALIAS/REPO…?tag=` for one image.
 * Every link is made here, in search-routes.ts and in tag-routes.ts, which know what can be asked for: the pages that link to no
 * search and no list of tags do without.
 */
import type { Route } from 'next'
import { type ImagePart, toPartText } from './image-part.ts'

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

/** @example addQuery('/acme/web?tab=tags', 'sort=name') // '/acme/web?tab=tags&sort=name' */
export function addQuery(path: string, query: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}${query}`
}

/** True for a text that may be a reference or a digest: quick, and right about every one that is. */
export function mayBeReference(text: string): boolean {
  return /[/:@]|^[0-9a-f]{12,64}$/i.test(text)
}

/** The logo as the gallery itself serves it; `version` changes with the picture, so it can be kept forever. */
export function logoPath(registryAlias: string, repositoryName: string, version: string): string {
  return `/api/logo/${toPath(registryAlias)}/${toPath(repositoryName)}?v=${version}`
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

/** The path of a name of one or more parts. */
export function toPath(name: string): string {
  return name.split('/').map(encodeURIComponent).join('/')
}
