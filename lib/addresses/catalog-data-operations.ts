/**
 * The operations that the original gallery answers without credentials, each a POST to its name at the root of the host. No alias has an
 * upper-case letter, so that they take no publisher's place.
 */
export const CATALOG_DATA_OPERATIONS = [
  'searchRepositoryCatalogData',
  'describeImageTags',
  'getRepositoryCatalogData',
  'describeRepositoryCatalogData',
  'getRegistryCatalogData',
] as const

export type CatalogDataOperation = (typeof CATALOG_DATA_OPERATIONS)[number]

const paths = new Set<string>(CATALOG_DATA_OPERATIONS.map((operation) => `/${operation}`))

/** True for the path of one of them, without its query. */
export function isCatalogDataPath(path: string): boolean {
  return paths.has(path)
}
