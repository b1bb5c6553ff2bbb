/** A small index in memory for tests, filled from a short notation. */

import { type OpenCatalog, openCatalog } from '#lib/catalog/open-catalog.ts'
import type { SearchQuery } from '#lib/catalog/query/search-query.ts'
import type { RegistryRecord, RepositoryRecord } from '#lib/catalog/store/catalog-writer.ts'

export const testPageSize = 5

export interface TestRegistry extends Partial<RegistryRecord> {
  aliases: string[]
  repositories: (Partial<RepositoryRecord> & { repositoryName: string; pullCount?: number })[]
}

/** An index that holds exactly these; registry ids count up from 100000000001. */
export function openTestCatalog(registries: readonly TestRegistry[] = [], file = ':memory:'): OpenCatalog {
  const opened = openCatalog({
    file,
    source: 'test',
    pageSize: testPageSize,
    toLogoSrc: (alias, name, version) => `/logo/${alias}/${name}?v=${version}`,
    clock: () => new Date('2026-05-01T00:00:00.000Z'),
  })
  const pulls: Parameters<typeof opened.writer.putPullCounts>[0][number][] = []
  for (const [position, { repositories, ...registry }] of registries.entries()) {
    const registryId = toTestRegistryId(position)
    opened.writer.putRegistry({ displayName: null, verified: false, ...registry, registryId })
    opened.writer.putRepositories(repositories.map((repository) => toTestRecord(registryId, repository)))
    for (const { repositoryName, pullCount = 0 } of repositories) {
      pulls.push({ registryId, repositoryName, pullCount })
    }
  }
  opened.writer.putPullCounts(pulls)
  return opened
}

/** The id of the registry at this position of the list that the index was made from. */
export function toTestRegistryId(position: number): string {
  return String(100_000_000_001 + position)
}

/** A record with everything that isn't given left empty. */
export function toTestRecord(
  registryId: string,
  given: Partial<RepositoryRecord> & { repositoryName: string },
): RepositoryRecord {
  const { repositoryName } = given
  return {
    registryId,
    repositoryName,
    description: given.description ?? '',
    aboutText: given.aboutText ?? '',
    usageText: given.usageText ?? '',
    operatingSystems: given.operatingSystems ?? [],
    architectures: given.architectures ?? [],
    logoUrl: given.logoUrl ?? null,
    createdAt: given.createdAt ?? '2026-01-01T00:00:00.000Z',
    newestTag: given.newestTag ?? null,
    tags: given.tags ?? [],
    kind: given.kind ?? (given.newestTag ? 'image' : 'empty'),
    shownImage: given.shownImage ?? null,
    lifecycle: given.lifecycle ?? null,
    changedAt: given.changedAt ?? null,
  }
}

/** A query with everything that isn't given at its default. */
export function toTestQuery(given: Partial<SearchQuery>): SearchQuery {
  return {
    text: '',
    verifiedOnly: false,
    operatingSystems: [],
    architectures: [],
    publishers: [],
    types: [],
    licences: [],
    vouched: [],
    packages: [],
    updatedWithin: null,
    sort: 'relevance',
    page: 1,
    ...given,
  }
}

/** Paths of the results, in order. */
export function listFound({ catalog }: OpenCatalog, given: Partial<SearchQuery>): string[] {
  return catalog
    .search(toTestQuery(given))
    .repositories.map(({ registryAlias, repositoryName }) => `${registryAlias}/${repositoryName}`)
}
