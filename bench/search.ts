/**
 * Measures the search index beside FTS5 alone and MiniSearch, on the same documents and queries, in one run. Each engine
 * has a process of its own. `npm run bench -- search --repositories=1000000 --engines=gallery` measures more of less.
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type MeasureRequest, type MeasureResult, measureResult } from './measure-search.ts'
import { round } from './round.ts'

export interface SearchOptions {
  repositoryCount: number
  /** MiniSearch keeps every word of every document in memory and cannot hold as many. */
  minisearchRepositoryCount: number
  queryCount: number
  runs: number
  engines: readonly MeasureRequest['engine'][]
}

const program = join(import.meta.dirname, 'measure-search.ts')
const heapMb = 12_000

/** Prints what each engine takes to build and answer, and how it compares with the gallery's. */
export async function run(options: SearchOptions): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-search-'))
  const results: Record<string, MeasureResult> = {}
  try {
    for (const engine of options.engines) {
      const repositoryCount =
        engine === 'MiniSearch'
          ? Math.min(options.repositoryCount, options.minisearchRepositoryCount)
          : options.repositoryCount
      const request = {
        ...options,
        engine,
        repositoryCount,
        folder: join(folder, engine),
        stage: 'build',
      } as const
      const name = `${engine}, ${repositoryCount.toLocaleString('en')}`
      results[name] = await measure(request)
      if (engine === 'gallery') {
        const started = await measure({ ...request, stage: 'start' })
        results[name] = { ...results[name], startMs: started.startMs }
        results[`${name}, from its file`] = started
      }
      rmSync(request.folder, { recursive: true, force: true })
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  print(results, options)
}

async function measure(request: MeasureRequest): Promise<MeasureResult> {
  const flags = ['--expose-gc', `--max-old-space-size=${heapMb}`]
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, program, JSON.stringify(request)])
  return measureResult.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''))
}

function print(results: Record<string, MeasureResult>, { runs, queryCount }: SearchOptions): void {
  const [ours] = Object.values(results)
  const list = Object.entries(results)
  console.log(`\nSearch: ${queryCount} queries of every form with exact facets, medians of ${runs} runs (ms)`)
  console.table(
    Object.fromEntries(
      list.map(([name, { mixed, suggestions, buildMs, startMs, memoryMb }]) => [
        name,
        {
          p50: round(mixed?.p50),
          p95: round(mixed?.p95),
          p99: round(mixed?.p99),
          'p95, times the first': round((mixed?.p95 ?? Number.NaN) / (ours?.mixed?.p95 ?? Number.NaN)),
          'suggestions p95': round(suggestions?.p95),
          'build s': round((buildMs ?? Number.NaN) / 1000),
          'start s': round((startMs ?? Number.NaN) / 1000),
          'memory MB': Math.round(memoryMb),
        },
      ]),
    ),
  )
  console.log('By form of query, p95 (ms)')
  const forms = Object.keys(ours?.forms ?? {})
  console.table(
    Object.fromEntries(
      forms.map((form) => [
        form,
        Object.fromEntries(
          list
            .filter(([, result]) => result.forms)
            .map(([name, result]) => [name, round(result.forms?.[form]?.p95)]),
        ),
      ]),
    ),
  )
  for (const [name, { changeVisibleMs, slowestHostile }] of list) {
    if (slowestHostile) {
      console.log(
        `${name}: the slowest hostile query, ${slowestHostile.name}, took ${round(slowestHostile.ms)} ms.`,
      )
    }
    if (changeVisibleMs) {
      const { p50, max } = changeVisibleMs
      console.log(`${name}: a changed repository is found after ${round(p50)} ms, at most ${round(max)} ms.`)
    }
  }
}
