/** Measures the search index: how long it takes to build, and how long a search takes with exact facet counts. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SearchQuery } from '#lib/catalog/catalog.ts'
import { type OpenCatalog, openCatalog } from '#lib/catalog/open-catalog.ts'
import { createCatalogue, type GeneratedCatalogue } from './catalogue-generator.ts'

const repositoryCount = 10_000
const rounds = 300

/** Prints one table for the index and one for its queries. */
export async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-search-'))
  const catalogue = createCatalogue({ repositoryCount })
  const opened = openCatalog({
    file: join(folder, 'catalog.sqlite'),
    source: 'bench',
    pageSize: 24,
    toLogoSrc: (alias, name) => `/api/logo/${alias}/${name}`,
  })
  try {
    console.log(`Search index with ${repositoryCount} repositories`)
    console.table(build(opened, catalogue))
    console.table(measureQueries(opened, catalogue))
  } finally {
    opened.close()
    rmSync(folder, { recursive: true })
  }
}

function build({ writer }: OpenCatalog, catalogue: GeneratedCatalogue) {
  let buildMs = 0
  let longestBatchMs = 0
  for (const { registry, repositories } of catalogue.batches()) {
    const startedAt = performance.now()
    writer.putRegistry(registry)
    writer.putRepositories(repositories)
    const batchMs = performance.now() - startedAt
    buildMs += batchMs
    longestBatchMs = Math.max(longestBatchMs, batchMs)
  }
  return [{ 'build ms': round(buildMs), 'longest write ms': round(longestBatchMs) }]
}

function measureQueries({ catalog }: OpenCatalog, { vocabulary }: GeneratedCatalogue) {
  const word = vocabulary.textWord
  const query = (given: Partial<SearchQuery>): SearchQuery => ({
    text: '',
    verifiedOnly: false,
    operatingSystems: [],
    architectures: [],
    publishers: [],
    types: [],
    updatedWithin: null,
    sort: 'relevance',
    page: 1,
    ...given,
  })
  const filters = { architectures: ['ARM', 'ARM 64'], verifiedOnly: true }
  return [
    measure('no text', () => catalog.search(query({}))),
    measure('a frequent word', (position) => catalog.search(query({ text: word(position % 20) }))),
    measure('a rare word', (position) => catalog.search(query({ text: word(2_000 + position) }))),
    measure('two words', (position) =>
      catalog.search(query({ text: `${word(position)} ${word(position + 7)}` })),
    ),
    measure('one letter', (position) => catalog.search(query({ text: word(position).slice(0, 1) }))),
    measure('a platform', () => catalog.search(query({ text: 'Linux x86-64' }))),
    measure('a word and filters', (position) =>
      catalog.search(query({ text: word(position % 50), ...filters })),
    ),
    measure('suggestions', (position) => catalog.suggest(word(position).slice(0, 3), 8)),
  ]
}

function measure(what: string, run: (position: number) => unknown) {
  for (let position = 0; position < 20; position += 1) run(position)
  const times = Array.from({ length: rounds }, (_, position) => {
    const startedAt = performance.now()
    run(position)
    return performance.now() - startedAt
  }).sort((a, b) => a - b)
  const at = (share: number) => round(times[Math.floor(share * (times.length - 1))] ?? 0)
  return { query: what, 'p50 ms': at(0.5), 'p95 ms': at(0.95), 'max ms': at(1) }
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100
}
