import type { z } from 'zod'
import { parseSearchParams } from '#lib/addresses/search-params.ts'
import type { RepositorySummary } from '#lib/catalog/catalog.ts'
import { readConfig } from '#lib/config/config.ts'
import { SORT_KEYS, type searchRequest } from './catalog-data-shapes.ts'
import { rankInPages } from './rank-in-pages.ts'

/** `searchRepositoryCatalogData`: what a search finds, with exact totals, for any words that the search page takes. */
export async function searchRepositoryCatalogData({
  searchTerm,
  maxResults,
  nextToken,
  sortConfiguration,
  filter,
}: z.output<typeof searchRequest>) {
  const query = parseSearchParams({
    searchTerm: searchTerm ?? '',
    sort: SORT_KEYS[sortConfiguration?.sortKey ?? 'RELEVANCE'],
    verified: filter?.registryVerified === true ? 'verified' : undefined,
    operatingSystems: filter?.operatingSystems ?? [],
    architectures: filter?.architectures ?? [],
    popularRegistries: filter?.registryAliasNames ?? [],
    types: filter?.types ?? [],
  })
  const { items, ...rest } = await rankInPages(query, {
    count: maxResults,
    nextToken: nextToken ?? undefined,
  })
  return { repositoryCatalogSearchResultList: items.map(toListed), ...rest }
}

/** A repository as the lists of this API have it. */
export function toListed(summary: RepositorySummary) {
  const { galleryUrl } = readConfig()
  return {
    repositoryName: summary.repositoryName,
    primaryRegistryAliasName: summary.registryAlias,
    displayName: summary.publisherName,
    ...(summary.logoSrc === null ? {} : { logoUrl: `${galleryUrl}${summary.logoSrc}` }),
    ...(summary.description === '' ? {} : { repositoryDescription: summary.description }),
    operatingSystems: summary.operatingSystems,
    architectures: summary.architectures,
    registryVerified: summary.verified,
    downloadCount: summary.pullCount,
  }
}
