/**
 * What pushes cost those who pull: manifests per second while others push, on this disk and on one whose syncs take 5 ms
 * longer, and how much can be pushed. Beside Debian's `docker-registry`, which promises nothing about a loss of power.
 */
import { request } from 'node:http'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import { installDebianPackage } from '../scripts/install-debian-package.ts'
import { startProgram } from '../scripts/start-program.ts'
import { toMedian } from './median.ts'
import { pushByWrk } from './push-by-wrk.ts'
import { pushBlob, pushTags } from './push-load.ts'
import { type BenchRegistry, startDockerRegistry, startOwnRegistry } from './registry-peers.ts'
import { runWrk, wrkSeconds } from './run-wrk.ts'
import { slowDiskEnvironment } from './slow-disk.ts'

const runs = 3
const syncDelayMs = 5
const pulledTags = 10_000
/** Counts of pulls are written every five seconds. */
const probeMs = 12_000

type Figures = Record<string, number[]>

/** Measures and prints; says so and does nothing where a tool cannot be had. */
export async function run(): Promise<void> {
  for (const name of ['docker-registry', 'wrk', 'gcc']) {
    const problem = installDebianPackage(name)
    if (problem !== null) {
      console.log(`\nReading under writes was not measured: ${problem}.`)
      return
    }
  }
  const floor = await measureFloor()
  const own = await measure(await startOwnRegistry())
  const slow = await measureReads(await startOwnRegistry(slowDiskEnvironment(syncDelayMs)))
  const peer = await measure(await startDockerRegistry())
  const names = [...Object.keys(own)]
  const round = (value: number) => (value < 10 ? value.toFixed(2) : Math.round(value).toString())
  const show = (figures: Figures, name: string) => {
    const values = figures[name]
    if (values === undefined) return ''
    const idle = figures['GET/s, nobody pushes'] ?? []
    const share = name.startsWith('GET/s')
      ? ` (${Math.round((100 * toMedian(values)) / toMedian(idle))} %)`
      : ''
    return `${round(toMedian(values))}${share}`
  }
  console.log(
    `\nA Node program that answers as many bytes from memory: ${round(floor)} GET/s, median of ${runs}`,
  )
  console.log(
    `\nUnder writes, medians of ${runs} runs; in brackets the share of what is read while nobody pushes`,
  )
  console.table(
    Object.fromEntries(
      names.map((name) => [
        name,
        {
          ours: show(own, name),
          [`ours, syncs of ${syncDelayMs} ms more`]: show(slow, name),
          'docker-registry': show(peer, name),
        },
      ]),
    ),
  )
}

/** Answers per second of a program that does nothing else: what the machine can do at all. */
async function measureFloor(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<string>()
  const program = startProgram({ name: 'floor', command: ['bench/floor-server.ts'], onLine: resolve })
  try {
    const url = await promise
    const perSecond: number[] = []
    for (let run = 0; run < runs; run += 1) perSecond.push((await runWrk(url, {})).perSecond)
    return toMedian(perSecond)
  } finally {
    await program.stop()
  }
}

async function measure(registry: BenchRegistry): Promise<Figures> {
  const figures = await measureReads(registry, async (add) => {
    for (const connections of [1, 16]) {
      add(
        `PUT/s of new manifests that move a tag, ${connections} at once`,
        await measurePushes(registry, connections),
      )
    }
  })
  return figures
}

/** Stops the registry in the end. */
async function measureReads(
  registry: BenchRegistry,
  also: (add: (name: string, value: number) => void) => Promise<void> = async () => {},
): Promise<Figures> {
  const figures: Figures = {}
  const add = (name: string, value: number) => {
    figures[name] ??= []
    figures[name].push(value)
  }
  try {
    await pushTags(registry, pulledTags)
    const { digest: blob } = await pushBlob(registry, 100)
    const url = `${registry.repositoryUrl}/manifests/tag-00042`
    const read = async (name: string) => {
      const { perSecond, p99Ms } = await runWrk(url, { accept: OCI_IMAGE, ...(await registry.headers()) })
      add(`GET/s, ${name}`, perSecond)
      add(`p99 of it in ms, ${name}`, p99Ms)
    }
    for (let run = 0; run < runs; run += 1) {
      await read('nobody pushes')
      for (const [name, perSecond] of [
        ['100 are pushed in a second', 100],
        ['one client pushes all the time', null],
      ] as const) {
        const [pushed] = await Promise.all([push(registry, { blob, connections: 1, perSecond }), read(name)])
        add(`PUT/s meanwhile, ${name}`, pushed)
      }
      await also(add)
      add(`longest wait in ms, ${pulledTags} tags were pulled`, await measureLongestWait(registry))
    }
  } finally {
    await registry.stop()
  }
  return figures
}

async function measurePushes(registry: BenchRegistry, connections: number): Promise<number> {
  const { digest: blob } = await pushBlob(registry, 100)
  return push(registry, { blob, connections, perSecond: null })
}

async function push(
  registry: BenchRegistry,
  { blob, ...load }: { blob: string; connections: number; perSecond: number | null },
): Promise<number> {
  const { origin, pathname } = new URL(registry.repositoryUrl)
  const headers = await registry.headers()
  return pushByWrk({ ...load, origin, paths: [pathname], headers, digest: blob, seconds: wrkSeconds })
}

/** Pulls every tag once, and then asks again and again while the counts are written. */
async function measureLongestWait(registry: BenchRegistry): Promise<number> {
  const headers = await registry.headers()
  const get = (path: string) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const outgoing = request(`${registry.repositoryUrl}/${path}`, { headers }, (response) => {
      response.resume().on('end', resolve)
    })
    outgoing.on('error', reject)
    outgoing.end()
    return promise
  }
  const numbers = Array.from({ length: pulledTags }, (_, at) => String(at).padStart(5, '0'))
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let number = numbers.pop(); number !== undefined; number = numbers.pop()) {
        await get(`manifests/tag-${number}`)
      }
    }),
  )
  let longestMs = 0
  const until = performance.now() + probeMs
  while (performance.now() < until) {
    const from = performance.now()
    await get('manifests/tag-00042')
    longestMs = Math.max(longestMs, performance.now() - from)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  return longestMs
}
