/**
 * Measures one search engine in a process of its own, so that memory is that of this engine alone:
 * `node --expose-gc bench/measure-search.ts '{"engine":"gallery",…}'` prints one line of JSON.
 */

import { mkdirSync } from 'node:fs'
import { z } from 'zod'
import { toTestQuery } from '#testing/test-catalog.ts'
import { type CatalogueOptions, createCatalogue, type GeneratedCatalogue } from './catalogue-generator.ts'
import { openFts5Peer } from './fts5-peer.ts'
import { type GalleryEngine, openGalleryEngine } from './gallery-engine.ts'
import { hostileQueries } from './hostile-queries.ts'
import { toMedian } from './median.ts'
import { openMinisearchPeer } from './minisearch-peer.ts'
import { toPercentile } from './percentile.ts'
import { createQueryLoad, createSuggestionLoad } from './query-load.ts'
import type { SearchEngine } from './search-engine.ts'

export const measureRequest = z.object({
  engine: z.enum(['gallery', 'FTS5 alone', 'MiniSearch']),
  /** Where the index is kept. `start` needs one that `build` has left there. */
  folder: z.string(),
  stage: z.enum(['build', 'start']),
  repositoryCount: z.number(),
  queryCount: z.number(),
  runs: z.number(),
  /** Of several runs; `fastest` takes each query's fastest one, for a machine that others use at the same time. */
  statistic: z.enum(['median', 'fastest']),
})
export type MeasureRequest = z.infer<typeof measureRequest>

const spread = z.object({ p50: z.number(), p95: z.number(), p99: z.number(), max: z.number() })
export type Spread = z.infer<typeof spread>

export const measureResult = z.object({
  buildMs: z.number().optional(),
  startMs: z.number().optional(),
  memoryMb: z.number(),
  mixed: spread.optional(),
  forms: z.record(z.string(), spread).optional(),
  suggestions: spread.optional(),
  changeVisibleMs: spread.optional(),
  slowestHostile: z.object({ name: z.string(), ms: z.number() }).optional(),
})
export type MeasureResult = z.infer<typeof measureResult>

const warmUpQueries = 200
/** So many repositories apart, the build says how far it is. */
const progressStep = 20_000

const changes = 50

if (import.meta.main) {
  const request = measureRequest.parse(JSON.parse(process.argv[2] ?? 'null'))
  console.log(JSON.stringify(await measure(request)))
}

async function measure(request: MeasureRequest): Promise<MeasureResult> {
  mkdirSync(request.folder, { recursive: true })
  const catalogue = createCatalogue(request satisfies CatalogueOptions)
  if (request.stage === 'start') return measureStart(request)
  const engine = await open(request)
  let buildMs = 0
  let added = 0
  for (const batch of catalogue.batches()) {
    buildMs += await time(() => engine.add(batch))
    const before = added
    added += batch.repositories.length
    if (Math.floor(before / progressStep) === Math.floor(added / progressStep)) continue
    console.error(
      `${request.engine}: ${added} of ${request.repositoryCount} after ${Math.round(buildMs / 1000)} s`,
    )
  }
  buildMs += await time(() => engine.finish())
  const memoryMb = readMemoryMb()
  const result = { buildMs, memoryMb, ...measureLoad(engine, catalogue, request) }
  const own = 'writer' in engine ? measureOwn(engine, catalogue) : {}
  await engine.close()
  return { ...result, ...own }
}

function open({ engine, folder }: MeasureRequest) {
  if (engine === 'gallery') return openGalleryEngine(folder)
  return engine === 'FTS5 alone' ? openFts5Peer(folder) : openMinisearchPeer()
}

/** From nothing to the first answer, with an index that an earlier process has left. */
async function measureStart({ folder }: MeasureRequest): Promise<MeasureResult> {
  const startedAt = performance.now()
  const engine = await openGalleryEngine(folder)
  engine.search(toTestQuery({}))
  const startMs = performance.now() - startedAt
  const memoryMb = readMemoryMb()
  await engine.close()
  return { startMs, memoryMb }
}

function measureLoad(
  engine: SearchEngine,
  catalogue: GeneratedCatalogue,
  { queryCount, runs, statistic }: MeasureRequest,
) {
  const load = createQueryLoad(catalogue, queryCount)
  const typed = createSuggestionLoad(catalogue, queryCount)
  for (const { query } of load.slice(0, warmUpQueries)) engine.search(query)
  for (const text of typed.slice(0, warmUpQueries)) engine.suggest?.(text)
  const rounds = Array.from({ length: runs }, () =>
    load.map(({ query }) => timeNow(() => engine.search(query))),
  )
  const suggestions = Array.from({ length: runs }, () =>
    typed.map((text) => timeNow(() => engine.suggest?.(text))),
  )
  const forms = Object.groupBy(load.keys(), (at) => load[at]?.form ?? '')
  return {
    mixed: toSpread(rounds, statistic),
    suggestions: toSpread(suggestions, statistic),
    forms: Object.fromEntries(
      Object.entries(forms).map(([form, positions = []]) => [
        form,
        toSpread(
          rounds.map((times) => positions.map((at) => times[at] ?? 0)),
          statistic,
        ),
      ]),
    ),
  }
}

/** What only the gallery's own index has promised. */
function measureOwn(engine: GalleryEngine, catalogue: GeneratedCatalogue) {
  return {
    slowestHostile: hostileQueries
      .map(({ name, query }) => ({ name, ms: timeNow(() => engine.search(query)) }))
      .reduce((slowest, measured) => (measured.ms > slowest.ms ? measured : slowest)),
    changeVisibleMs: measureChanges(engine, catalogue),
  }
}

/** The time from the write of a changed repository until a search finds the change. */
function measureChanges(engine: GalleryEngine, catalogue: GeneratedCatalogue): Spread {
  const times = Array.from({ length: changes }, (_, at) => {
    const [record] = catalogue.batch((at * 7) % catalogue.registryCount, 0, 1).repositories
    if (record === undefined) throw new Error(`The registry for change ${at} has no repository.`)
    const word = `changed${at}once`
    return timeNow(() => {
      engine.writer.putRepositories([{ ...record, description: `${record.description} ${word}` }])
      const { totalResults } = engine.search(toTestQuery({ text: word }))
      if (totalResults !== 1) throw new Error(`The change of ${record.repositoryName} is not visible.`)
    })
  })
  return toSpread([times])
}

/** Of each run its percentiles, and of those the median; or the percentiles of every query's fastest run. */
function toSpread(
  all: readonly (readonly number[])[],
  statistic: MeasureRequest['statistic'] = 'median',
): Spread {
  const [first = []] = all
  const fastest = first.map((_, query) => Math.min(...all.map((times) => times[query] ?? 0)))
  const rounds = statistic === 'fastest' ? [fastest] : all
  const of = (share: number) => toMedian(rounds.map((times) => toPercentile(times, share)))
  return { p50: of(0.5), p95: of(0.95), p99: of(0.99), max: of(1) }
}

function timeNow(run: () => unknown): number {
  const startedAt = performance.now()
  run()
  return performance.now() - startedAt
}

async function time(run: () => unknown): Promise<number> {
  const startedAt = performance.now()
  await run()
  return performance.now() - startedAt
}

function readMemoryMb(): number {
  if (globalThis.gc === undefined)
    throw new Error('Start it with --expose-gc, so that garbage is not counted.')
  for (let round = 0; round < 3; round += 1) globalThis.gc()
  return process.memoryUsage().rss / 2 ** 20
}
