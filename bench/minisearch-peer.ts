/**
 * MiniSearch (https://github.com/lucaong/minisearch), as a yardstick: an index in memory in plain JavaScript, with prefixes
 * and forgiven slips. It has no facets, so they are counted over all of its results.
 */
import MiniSearch from 'minisearch'
import type { SearchQuery } from '#lib/catalog/query/search-query.ts'
import type { CatalogueBatch } from './catalogue-generator.ts'
import { catalogueTime } from './catalogue-generator.ts'
import { resultsPerPage, type SearchEngine, updatedWithinDays } from './search-engine.ts'

interface Facts {
  verified: boolean
  operatingSystems: readonly string[]
  architectures: readonly string[]
  alias: string
  type: string
  updatedAt: string
  pullCount: number
  name: string
}

/** An empty index. Slips are forgiven as the gallery forgives them: one from four letters, two from eight. */
export function openMinisearchPeer(): SearchEngine {
  const facts: Facts[] = []
  const index = new MiniSearch({
    fields: ['name', 'publisher', 'description', 'texts'],
    searchOptions: {
      boost: { name: 8, publisher: 2, description: 2 },
      combineWith: 'AND',
      prefix: true,
      fuzzy: (term) => (term.length < 4 ? false : term.length < 8 ? 1 : 2),
    },
  })
  return {
    add: (batch) => {
      index.addAll(toDocuments(batch, facts.length))
      facts.push(...toFacts(batch))
    },
    finish: () => {},
    search: (query) => search(index, facts, query),
    suggest: (text) => index.autoSuggest(text).slice(0, 8),
    close: () => {},
  }
}

function toDocuments({ registry, repositories }: CatalogueBatch, from: number) {
  return repositories.map((record, at) => ({
    id: from + at,
    name: record.repositoryName,
    publisher: `${registry.displayName ?? ''} ${registry.aliases.join(' ')}`,
    description: record.description,
    texts: `${record.aboutText}\n${record.usageText}`,
  }))
}

function toFacts({ registry, repositories, pullCounts }: CatalogueBatch): Facts[] {
  return repositories.map((record, at) => ({
    verified: registry.verified,
    operatingSystems: record.operatingSystems,
    architectures: record.architectures,
    alias: registry.aliases[0] ?? '',
    type: record.kind,
    updatedAt: record.changedAt ?? record.createdAt,
    pullCount: pullCounts[at]?.pullCount ?? 0,
    name: record.repositoryName,
  }))
}

function search(index: MiniSearch, facts: readonly Facts[], query: SearchQuery) {
  const ids: number[] =
    query.text === '' ? facts.map((_, id) => id) : index.search(query.text).map(({ id }) => id)
  const since =
    query.updatedWithin === null
      ? ''
      : new Date(catalogueTime.getTime() - updatedWithinDays[query.updatedWithin] * 86_400_000).toISOString()
  const chosen = (wanted: readonly string[], values: readonly string[]) =>
    wanted.length === 0 || values.some((value) => wanted.includes(value))
  const counts = new Map<string, number>()
  const found: Facts[] = []
  const count = (value: string) => counts.set(value, (counts.get(value) ?? 0) + 1)
  for (const id of ids) {
    const fact = facts[id]
    if (fact === undefined) continue
    const passes = [
      !query.verifiedOnly || fact.verified,
      chosen(query.operatingSystems, fact.operatingSystems),
      chosen(query.architectures, fact.architectures),
      chosen(query.publishers, [fact.alias]),
      chosen(query.types, [fact.type]),
      fact.updatedAt >= since,
    ]
    const failed = passes.filter((passed) => !passed).length
    if (failed === 0) found.push(fact)
    if (failed > 1) continue
    // A facet ignores its own selection.
    if (failed === 0 || !passes[0]) count(`verified ${fact.verified}`)
    if (failed === 0 || !passes[1]) fact.operatingSystems.forEach(count)
    if (failed === 0 || !passes[2]) fact.architectures.forEach(count)
    if (failed === 0 || !passes[3]) count(`publisher ${fact.alias}`)
    if (failed === 0 || !passes[4]) count(`type ${fact.type}`)
    if (failed === 0 || !passes[5]) count(`updated ${fact.updatedAt.slice(0, 10)}`)
  }
  sort(found, query)
  const from = (query.page - 1) * resultsPerPage
  return {
    totalResults: found.length,
    repositories: found.slice(from, from + resultsPerPage),
    facets: counts,
  }
}

function sort(found: Facts[], { sort, text }: SearchQuery): void {
  if (sort === 'name') found.sort((a, b) => (a.name < b.name ? -1 : 1))
  else if (sort === 'updated') found.sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1))
  else if (sort === 'popularity' || text === '') found.sort((a, b) => b.pullCount - a.pullCount)
}
