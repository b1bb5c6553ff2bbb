/**
 * How we know that search is right: what a visitor hopes for stands among the first three results for 95 of 100 judged
 * searches, over the demo catalogue and over a generated one with look-alikes. Every miss is printed.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseSearchParams } from '#lib/addresses/search-params.ts'
import type { RepositorySummary } from '#lib/catalog/catalog.ts'
import { type OpenCatalog, openCatalog } from '#lib/catalog/open-catalog.ts'
import { type CatalogueBatch, catalogueTime, createCatalogue } from '../catalogue-generator.ts'
import { demoJudgements } from './demo-judgements.ts'
import { fillDemoCatalogue } from './fill-demo-catalogue.ts'
import { listGeneratedJudgements } from './generated-judgements.ts'
import type { Judgement } from './judgement.ts'

const firstResults = 3
const requiredShare = 0.95
/** Generous, because a busy machine is no failure. */
const fillTimeoutMs = 120_000
const generated = createCatalogue({ repositoryCount: 3_000, seed: 7 })

let demo: OpenCatalog
let lookAlikes: OpenCatalog

beforeAll(async () => {
  demo = await open(({ writer }) => fillDemoCatalogue(writer))
  lookAlikes = await open(fillGenerated)
}, fillTimeoutMs)

afterAll(async () => {
  await demo.close()
  await lookAlikes.close()
})

async function open(fill: (opened: OpenCatalog) => void): Promise<OpenCatalog> {
  const opened = await openCatalog({
    file: ':memory:',
    source: 'judged',
    pageSize: 50,
    toLogoSrc: (alias, name) => `/logo/${alias}/${name}`,
    clock: () => catalogueTime,
  })
  fill(opened)
  return opened
}

function fillGenerated({ writer }: OpenCatalog): void {
  const pullCounts: CatalogueBatch['pullCounts'] = []
  for (const batch of generated.batches()) {
    writer.putRegistry(batch.registry)
    writer.putRepositories(batch.repositories)
    pullCounts.push(...batch.pullCounts)
  }
  writer.putPullCounts(pullCounts)
}

function search({ catalog }: OpenCatalog, text: string, page = '1') {
  return catalog.search(parseSearchParams({ searchTerm: text, page }))
}

function toPath({ registryAlias, repositoryName }: RepositorySummary): string {
  return `${registryAlias}/${repositoryName}`
}

/** One line for each judgement that isn't met. */
function listMisses(opened: OpenCatalog, judgements: readonly Judgement[]): string[] {
  return judgements.flatMap(({ text, wanted }) => {
    const { repositories, totalResults } = search(opened, text)
    const paths = repositories.map(toPath)
    if (paths.slice(0, firstResults).some((path) => wanted.includes(path))) return []
    const place = paths.findIndex((path) => wanted.includes(path)) + 1
    const where = place === 0 ? `not among ${totalResults}` : `at ${place} of ${totalResults}`
    return [`${text} → ${wanted[0]} ${where}; first ${paths.slice(0, firstResults).join(', ') || 'nothing'}`]
  })
}

test('what a visitor hopes for is among the first three results, official images above their look-alikes', () => {
  const ofGenerated = listGeneratedJudgements(generated.batch(0))
  const count = demoJudgements.length + ofGenerated.length
  const misses = [...listMisses(demo, demoJudgements), ...listMisses(lookAlikes, ofGenerated)]
  if (misses.length > 0) console.log(`${misses.length} of ${count} missed:\n${misses.join('\n')}`)
  expect(count).toBeGreaterThanOrEqual(200)
  expect(1 - misses.length / count, misses.join('\n')).toBeGreaterThanOrEqual(requiredShare)
})

test('repositories without any image come last, unless they are named as typed', () => {
  const { repositories } = search(lookAlikes, 'type:empty node')
  const empty = new Set(repositories.map(toPath))
  expect(empty.size).toBeGreaterThan(0)
  const { pageCount } = search(lookAlikes, 'node')
  const paths = Array.from({ length: pageCount }, (_, at) => search(lookAlikes, 'node', String(at + 1)))
    .flatMap((result) => result.repositories)
    .map(toPath)
  const isEmpty = paths.filter((path) => !path.endsWith('/node')).map((path) => empty.has(path))
  expect(isEmpty.indexOf(true)).toBe(isEmpty.lastIndexOf(false) + 1)
})
