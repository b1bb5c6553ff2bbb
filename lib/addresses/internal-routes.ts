/**
 * The routes behind the addresses that visitors see: pages that read `searchParams` cannot be cached, so what is asked for by
 * parameters has a route with everything in its path. All of them lie below one prefix, which no alias can begin with, so
 * that they take no name from a publisher. As patterns of next.config.mjs they hold parameters, such as `:alias`.
 */
const prefix = '/~page'

/** One tab of a repository. @param repository `ALIAS/REPO…` */
export function toTabRoute(tab: string, repository: string): string {
  return `${prefix}/tab/${tab}/${repository}`
}

/** The parameters that make a list of tags of its own; without any, it is the one that the cached page holds. */
export const TAG_QUERY_PARAMETERS = ['sort', 'filter', 'folds', 'page'] as const

/** The tags of a repository in another order than the first, filtered, or on a later page. */
export function toTagListRoute(repository: string): string {
  return `${prefix}/tags/${repository}`
}

/** Packages, vulnerabilities or files of an image, filtered, in another order or in a folder. */
export function toContentsRoute(reference: string, repository: string): string {
  return `${prefix}/contents/${reference}/${repository}`
}

/** One image of a repository, by tag or digest. */
export function toImageRoute(reference: string, repository: string): string {
  return `${prefix}/image/${reference}/${repository}`
}

/** An operation of the API that the original gallery answers anonymously. */
export function toCatalogDataRoute(operation: string): string {
  return `${prefix}/catalog-data/${operation}`
}

/** Two images of a repository beside each other. @param repository `ALIAS/REPO…` */
export function toComparisonRoute(from: string, to: string, repository: string): string {
  return `${prefix}/compare/${from}/${to}/${repository}`
}
