/** How often an engine shows first, or among the first three, what a judge hoped for; by class of search. */

import { parseSearchParams } from '#lib/addresses/search-params.ts'
import { type OpenCatalog, openCatalog } from '#lib/catalog/open-catalog.ts'
import { type CatalogueBatch, catalogueTime } from '../catalogue-generator.ts'
import type { RankedSearch } from './ranked-peers.ts'
import type { JudgedClass } from './read-set.ts'

export interface ClassResult {
  name: string
  count: number
  first: number
  firstThree: number
  /** One line for each search that did not show what was hoped for among the first three. */
  misses: string[]
}

/** Fills an index of the gallery in memory. */
export async function fillGallery(batches: readonly CatalogueBatch[]): Promise<OpenCatalog> {
  const opened = await openCatalog({
    file: ':memory:',
    source: 'relevance',
    pageSize: 50,
    toLogoSrc: (alias, name) => `/logo/${alias}/${name}`,
    clock: () => catalogueTime,
  })
  for (const { registry, repositories } of batches) {
    opened.writer.putRegistry(registry)
    opened.writer.putRepositories(repositories)
  }
  opened.writer.putPullCounts(batches.flatMap(({ pullCounts }) => pullCounts))
  return opened
}

/** The search of the gallery as its page calls it. */
export function toRankedSearch({ catalog }: OpenCatalog): RankedSearch {
  return (text) =>
    catalog
      .search(parseSearchParams({ searchTerm: text }))
      .repositories.map(({ registryAlias, repositoryName }) => `${registryAlias}/${repositoryName}`)
}

export function measureClass(search: RankedSearch, { name, judgements }: JudgedClass): ClassResult {
  const result: ClassResult = { name, count: judgements.length, first: 0, firstThree: 0, misses: [] }
  for (const { text, wanted } of judgements) {
    const paths = search(text)
    const place = paths.findIndex((path) => wanted.includes(path))
    if (place === 0) result.first += 1
    if (place >= 0 && place < 3) result.firstThree += 1
    else result.misses.push(`${text} → ${wanted[0]} at ${place + 1 || '–'}; ${paths.slice(0, 3).join(', ')}`)
  }
  return result
}

/** All classes as one. */
export function sumResults(results: readonly ClassResult[]): ClassResult {
  const sum = (of: (result: ClassResult) => number) => results.reduce((all, one) => all + of(one), 0)
  return {
    name: 'all',
    count: sum(({ count }) => count),
    first: sum(({ first }) => first),
    firstThree: sum(({ firstThree }) => firstThree),
    misses: results.flatMap(({ misses }) => misses),
  }
}
