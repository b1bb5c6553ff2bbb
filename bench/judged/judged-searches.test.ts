/**
 * How we know that search is right: what a visitor hopes for stands among the first three results for 95 of 100 judged
 * searches, over the demo catalogue and over a generated one with look-alikes. Every miss is printed.
 */
import { expect, test } from 'vitest'
import type { OpenCatalog } from '#lib/catalog/open-catalog.ts'
import { openCatalog } from '#lib/catalog/open-catalog.ts'
import { parseSearchParams } from '#lib/gallery/search-params.ts'
import { type CatalogueBatch, catalogueTime, createCatalogue } from '../catalogue-generator.ts'
import { demoJudgements } from './demo-judgements.ts'
import { fillDemoCatalogue } from './fill-demo-catalogue.ts'
import { listGeneratedJudgements } from './generated-judgements.ts'
import type { Judgement } from './judgement.ts'

const firstResults = 3
const requiredShare = 0.95
const generated = createCatalogue({ repositoryCount: 4_000, seed: 7 })

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

/** One line for each judgement that isn't met. */
function listMisses(opened: OpenCatalog, judgements: readonly Judgement[]): string[] {
  return judgements.flatMap(({ text, wanted }) => {
    const { repositories, totalResults } = search(opened, text)
    const paths = repositories.map(
      ({ registryAlias, repositoryName }) => `${registryAlias}/${repositoryName}`,
    )
    if (paths.slice(0, firstResults).some((path) => wanted.includes(path))) return []
    const place = paths.findIndex((path) => wanted.includes(path)) + 1
    const where = place === 0 ? `not among ${totalResults}` : `at ${place} of ${totalResults}`
    return [`${text} → ${wanted[0]} ${where}; first ${paths.slice(0, firstResults).join(', ') || 'nothing'}`]
  })
}

function expectFound(opened: OpenCatalog, judgements: readonly Judgement[]): void {
  const misses = listMisses(opened, judgements)
  if (misses.length > 0) console.log(`${misses.length} of ${judgements.length} missed:\n${misses.join('\n')}`)
  expect(1 - misses.length / judgements.length, misses.join('\n')).toBeGreaterThanOrEqual(requiredShare)
}

test('the demo catalogue shows what a visitor hopes for', async () => {
  expect(demoJudgements.length).toBeGreaterThanOrEqual(60)
  const opened = await open(({ writer }) => fillDemoCatalogue(writer))
  expectFound(opened, demoJudgements)
  await opened.close()
})

test('official images stand above their look-alikes, also under other names and with slips', async () => {
  const opened = await open(fillGenerated)
  expectFound(opened, listGeneratedJudgements(generated.batch(0)))
  await opened.close()
})

test('repositories without any image come last', async () => {
  const opened = await open(fillGenerated)
  const { repositories } = search(opened, 'type:empty node')
  const empty = new Set(
    repositories.map(({ registryAlias, repositoryName }) => `${registryAlias}/${repositoryName}`),
  )
  expect(empty.size).toBeGreaterThan(0)
  const { pageCount } = search(opened, 'node')
  const paths = Array.from({ length: pageCount }, (_, at) => search(opened, 'node', String(at + 1)))
    .flatMap((result) => result.repositories)
    .map(({ registryAlias, repositoryName }) => `${registryAlias}/${repositoryName}`)
  const isEmpty = paths.map((path) => empty.has(path))
  expect(isEmpty.indexOf(true)).toBe(isEmpty.lastIndexOf(false) + 1)
  await opened.close()
})
