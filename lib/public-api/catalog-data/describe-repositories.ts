import type { z } from 'zod'
import { parseSearchParams } from '#lib/addresses/search-params.ts'
import { getCatalog } from '#lib/runtime/catalog-instance.ts'
import { CatalogDataError } from './catalog-data-error.ts'
import type { registryRequest, repositoriesRequest } from './catalog-data-shapes.ts'
import { rankInPages } from './rank-in-pages.ts'
import { toListed } from './search-repositories.ts'

/** `describeRepositoryCatalogData`: the repositories of one registry, by name. */
export async function describeRepositoryCatalogData({
  registryAliasName,
  maxResults,
  nextToken,
}: z.output<typeof repositoriesRequest>) {
  const { registryAlias } = findRegistry(registryAliasName)
  const query = parseSearchParams({ popularRegistries: registryAlias, sort: 'name' })
  const { items, ...rest } = await rankInPages(query, {
    count: maxResults,
    nextToken: nextToken ?? undefined,
  })
  return { repositories: items.map(toListed), ...rest }
}

/** `getRegistryCatalogData`: a registry, by any of its aliases. The original's members are not known; these are named as elsewhere. */
export async function getRegistryCatalogData({ registryAliasName }: z.output<typeof registryRequest>) {
  const publisher = findRegistry(registryAliasName)
  return {
    registryCatalogData: { displayName: publisher.publisherName },
    primaryRegistryAliasName: publisher.registryAlias,
    registryAliasNames: publisher.aliases,
    registryVerified: publisher.verified,
    repositoryCount: publisher.repositoryCount,
    ...(publisher.description === null ? {} : { registryDescription: publisher.description }),
    ...(publisher.website === null ? {} : { website: publisher.website }),
  }
}

function findRegistry(alias: string) {
  const publisher = getCatalog().findPublisher(alias.toLowerCase())
  if (publisher === null) {
    throw new CatalogDataError('RegistryNotFoundException', `No registry here has the alias '${alias}'.`)
  }
  return publisher
}
