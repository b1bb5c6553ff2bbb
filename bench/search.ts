/**
 * Measures the search index beside FTS5 alone and MiniSearch, on the same documents and queries, in one run. Each engine
 * has a process of its own, started as the gallery's is.
 * `npm run bench -- search --repositories=1000000 --engines=gallery` measures more of less.
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { galleryEnvironment, galleryNodeOptions } from '../scripts/program-options.ts'
import { type MeasureRequest, type MeasureResult, measureResult } from './measure-search.ts'
import { round } from './round.ts'

export interface SearchOptions {
  repositoryCount: number
  /** MiniSearch keeps every word of every document in memory and cannot hold as many. */
  minisearchRepositoryCount: number
  queryCount: number
  runs: number
  engines: readonly MeasureRequest['engine'][]
  statistic: MeasureRequest['statistic']
}

const program = join(import.meta.dirname, 'measure-search.ts')
const heapMb = 12_000

/** Prints what each engine takes to build and answer, and how it compares with the gallery's at the same size. */
export async function run(options: SearchOptions): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-search-'))
  const measured: Measured[] = []
  try {
    for (const { engine, repositoryCount } of listMeasurements(options)) {
      const { queryCount, runs, statistic } = options
      const request = { engine, repositoryCount, queryCount, runs, statistic, folder: join(folder, engine) }
      const result = await measure({ ...request, stage: 'build' })
      const started = engine === 'gallery' ? await measure({ ...request, stage: 'start' }) : null
      measured.push({ engine, repositoryCount, result, started })
      rmSync(request.folder, { recursive: true, force: true })
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  print(measured, options)
}

interface Measured {
  engine: MeasureRequest['engine']
  repositoryCount: number
  result: MeasureResult
  /** From the index that was left on the disk, in a process of its own. */
  started: MeasureResult | null
}

/** Where MiniSearch holds fewer, the gallery is measured at that size, too. */
function listMeasurements({ engines, repositoryCount, minisearchRepositoryCount }: SearchOptions) {
  const fewer = Math.min(repositoryCount, minisearchRepositoryCount)
  return engines.flatMap((engine) => {
    const counts = engine === 'MiniSearch' ? [fewer] : [repositoryCount]
    if (engine === 'gallery' && engines.includes('MiniSearch') && fewer < repositoryCount) counts.push(fewer)
    return counts.map((count) => ({ engine, repositoryCount: count }))
  })
}

async function measure(request: MeasureRequest): Promise<MeasureResult> {
  const flags = [...galleryNodeOptions, '--expose-gc', `--max-old-space-size=${heapMb}`]
  const options = { env: childEnvironment(galleryEnvironment) }
  const measuring = promisify(execFile)(
    process.execPath,
    [...flags, program, JSON.stringify(request)],
    options,
  )
  measuring.child.stderr?.pipe(process.stderr, { end: false })
  const { stdout } = await measuring
  return measureResult.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''))
}

function print(measured: readonly Measured[], { runs, queryCount, statistic }: SearchOptions): void {
  const toName = ({ engine, repositoryCount }: Measured) =>
    `${engine}, ${repositoryCount.toLocaleString('en')}`
  const toTable = <Row>(toRow: (one: Measured) => Row) =>
    Object.fromEntries(measured.map((one) => [toName(one), toRow(one)]))
  console.log(
    `\nSearch: ${queryCount} queries of every form with exact facets, ${statistic} of ${runs} runs (ms)`,
  )
  console.table(
    toTable((one) => {
      const { mixed, suggestions } = one.result
      const ours = measured.find(
        ({ engine, repositoryCount }) => engine === 'gallery' && repositoryCount === one.repositoryCount,
      )?.result.mixed
      return {
        p50: round(mixed?.p50),
        p95: round(mixed?.p95),
        p99: round(mixed?.p99),
        'p95 : gallery': mixed && ours && round(mixed.p95 / ours.p95),
        'suggestions p95': round(suggestions?.p95),
      }
    }),
  )
  console.log('Building and starting; memory is resident, without garbage')
  console.table(
    toTable(({ result, started }) => ({
      'build s': round(result.buildMs && result.buildMs / 1000),
      'MB after the build': Math.round(result.memoryMb),
      'start from the disk s': round(started?.startMs && started.startMs / 1000),
      'MB after the start': round(started?.memoryMb),
      'change visible, at most ms': round(result.changeVisibleMs?.max),
      'slowest hostile query ms': round(result.slowestHostile?.ms),
      'which is': result.slowestHostile?.name,
    })),
  )
  console.log('By form of query, p95 (ms)')
  const forms = Object.keys(measured[0]?.result.forms ?? {}).sort()
  console.table(
    Object.fromEntries(
      forms.map((form) => [form, toTable(({ result }) => round(result.forms?.[form]?.p95))]),
    ),
  )
}
