/**
 * What pages show without a search: facts, and the lists of home, `/publishers` and the sitemap, over catalogues of three
 * sizes. None of them may cost more in a larger catalogue.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Catalog } from '#lib/catalog/catalog.ts'
import { createCatalogue } from './catalogue-generator.ts'
import { openGalleryEngine } from './gallery-engine.ts'
import { toMedian } from './median.ts'

const sizes = [5_000, 50_000, 200_000]
const warmUps = 20
const repeats = 101

const lists: Record<string, (catalog: Catalog) => unknown> = {
  'facts (health, home, search)': (catalog) => catalog.facts(),
  'home: popular': (catalog) => catalog.listPopular(64),
  'home: recently updated': (catalog) => catalog.listRecentlyUpdated(24),
  'home: verified publishers': (catalog) => catalog.listVerifiedPublishers(9),
  'home: index of values': (catalog) => catalog.listIndex(),
  'publishers, first page': (catalog) => catalog.listPublishers(1),
  'publishers, last page': (catalog) => catalog.listPublishers(1_000_000),
  'home: example searches': (catalog) => catalog.hasAny({ architectures: 'ARM 64', verified: 'yes' }),
  'sitemap, index': (catalog) => catalog.listPathParts(),
  'sitemap, first part': (catalog) => catalog.listPaths(1),
}

/** Measures and prints the median of each list in milliseconds. */
export async function run(): Promise<void> {
  const rows: Record<string, Record<string, number>> = {}
  for (const repositoryCount of sizes) {
    for (const [name, ms] of Object.entries(await measure(repositoryCount))) {
      rows[name] = { ...rows[name], [`${repositoryCount} repositories`]: ms }
    }
  }
  console.log(`\nLists without a search, median of ${repeats} calls (ms)`)
  console.table(rows)
}

async function measure(repositoryCount: number): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'public-gallery-lists-'))
  const opened = await openGalleryEngine(folder)
  try {
    for (const batch of createCatalogue({ repositoryCount, tagsPerRepository: 1 }).batches())
      opened.add(batch)
    await opened.finish()
    return Object.fromEntries(
      Object.entries(lists).map(([name, list]) => [name, measureCall(() => list(opened.catalog))]),
    )
  } finally {
    opened.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function measureCall(call: () => unknown): number {
  for (let count = 0; count < warmUps; count += 1) call()
  const taken = Array.from({ length: repeats }, () => {
    const startedAt = performance.now()
    call()
    return performance.now() - startedAt
  })
  return Math.round(toMedian(taken) * 1000) / 1000
}
