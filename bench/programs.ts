/**
 * Measures the programs as they run: memory, requests per second, scripts and the time of a start. Throughput of a page
 * stands beside that of an empty static page, because only the ratio says something about the page.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { readProfile } from '#testing/read-profile.ts'
import { buildGallery, findBuildReason, nextModule } from '../scripts/build-gallery.ts'
import { buildPrograms } from '../scripts/build-programs.ts'
import { startProgram } from '../scripts/start-program.ts'
import { type BenchPrograms, startBenchPrograms } from './bench-programs.ts'
import { measureScripts } from './measure-scripts.ts'
import { measureMemory, measureStarts } from './measure-start.ts'
import { type Load, measureThroughput } from './measure-throughput.ts'
import { toMedian } from './median.ts'
import { signApiRequest } from './sign-api-request.ts'

const runs = 5
const warmUpMs = 3_000
const runMs = 4_000
const idleMs = 10_000
const repository = '/tidewater/postgres-tools'

/** Builds, starts both programs, and prints what they need and give. */
export async function run(): Promise<void> {
  await build()
  const programs = await startBenchPrograms()
  try {
    await sleep(idleMs)
    await printMemory(programs)
    await printThroughput(programs)
    await printScripts(programs)
  } finally {
    await programs.stop()
  }
  await printStarts()
}

async function build(): Promise<void> {
  await buildPrograms()
  if (findBuildReason() !== null) await buildGallery()
  const lines: string[] = []
  const empty = startProgram({
    name: 'build',
    command: [nextModule, 'build', 'bench/empty-app'],
    environment: { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
    onLine: (line) => lines.push(line),
  })
  const { exitCode } = await empty.ended
  if (exitCode !== 0) throw new Error(`The empty page could not be built:\n${lines.join('\n')}`)
}

async function printMemory({ registry, gallery }: BenchPrograms): Promise<void> {
  const [registryMb, galleryMb] = [measureMemory(registry), measureMemory(gallery)]
  console.log(`\nResident memory, idle, ${idleMs / 1000} s after the start (MB)`)
  console.table({
    registry: { MB: Math.round(registryMb) },
    gallery: { MB: Math.round(galleryMb) },
    both: { MB: Math.round(registryMb + galleryMb) },
  })
}

/** The loads take turns, so that a slow moment of the machine meets all of them. */
async function printThroughput({ dataDir, registryUrl, galleryUrl, emptyUrl }: BenchPrograms): Promise<void> {
  const reader = readProfile(dataDir, 'gallery')
  const one = { registryId: '100000000001', repositoryName: 'postgres-tools' }
  const loads: Record<string, Load> = {
    'empty static page': { url: emptyUrl },
    'repository page': { url: `${galleryUrl}${repository}` },
    'usage tab': { url: `${galleryUrl}${repository}?tab=usage` },
    'publisher page': { url: `${galleryUrl}/tidewater` },
    'search page': { url: `${galleryUrl}/search?searchTerm=postgres` },
    'search page, a new address each time': {
      url: `${galleryUrl}/search?searchTerm=postgres`,
      isNewEachTime: true,
    },
    'home page': { url: `${galleryUrl}/` },
    'search, JSON': { url: `${galleryUrl}/api/search?searchTerm=postgres` },
    GetRepositoryCatalogData: await signApiRequest(registryUrl, reader, 'GetRepositoryCatalogData', one),
    DescribeRepositories: await signApiRequest(registryUrl, reader, 'DescribeRepositories', {
      registryId: one.registryId,
      repositoryNames: [one.repositoryName],
    }),
  }
  const measured = Object.fromEntries(Object.keys(loads).map((name) => [name, [] as number[]]))
  for (const load of Object.values(loads)) await measureThroughput(load, warmUpMs)
  for (let run = 0; run < runs; run++) {
    for (const [name, load] of Object.entries(loads))
      measured[name]?.push(await measureThroughput(load, runMs))
  }
  const yardstick = toMedian(measured['empty static page'] ?? [])
  console.log(`\nRequests per second, median of ${runs} runs of ${runMs / 1000} s`)
  console.table(
    Object.fromEntries(
      Object.entries(measured).map(([name, values]) => [
        name,
        {
          'requests/s': Math.round(toMedian(values)),
          lowest: Math.round(Math.min(...values)),
          highest: Math.round(Math.max(...values)),
          'of the empty page': `${Math.round((toMedian(values) / yardstick) * 100)} %`,
        },
      ]),
    ),
  )
}

async function printScripts({ galleryUrl, emptyUrl }: BenchPrograms): Promise<void> {
  const paths = [
    '/',
    '/search',
    '/tidewater',
    repository,
    `${repository}?tab=usage`,
    `${repository}?tab=tags`,
  ]
  const names = ['empty static page', ...paths]
  const sizes = await measureScripts([emptyUrl, ...paths.map((path) => `${galleryUrl}${path}`)])
  console.log('\nJavaScript that Chromium loads, compressed (kB)')
  console.table(
    Object.fromEntries(names.map((name, at) => [name, { kB: Math.round((sizes[at] ?? 0) * 10) / 10 }])),
  )
}

async function printStarts(): Promise<void> {
  const [first = Number.NaN, ...later] = await measureStarts(runs)
  console.log('\nTime of npm start until both programs answer, with a build (s)')
  console.table({
    'first, with the demo catalogue': { s: first.toFixed(1) },
    [`later, median of ${later.length}`]: { s: toMedian(later).toFixed(1) },
  })
}
