/**
 * What several registries bring: pulls from two of them against one, and how soon a change in one is seen in the other and on the pages of
 * all galleries.
 */
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import { createPusher } from '#testing/create-pusher.ts'
import { buildGallery, findBuildReason } from '../scripts/build-gallery.ts'
import { buildPrograms } from '../scripts/build-programs.ts'
import { type BenchCluster, startBenchCluster } from './bench-cluster.ts'
import { measureOnPages, measureUntil } from './measure-on-pages.ts'
import { toMedian } from './median.ts'
import { toPercentile } from './percentile.ts'
import { readCpuSeconds } from './read-cpu-seconds.ts'
import { runWrk } from './run-wrk.ts'

const runs = 5
const rounds = 50

/** Measures and prints. */
export async function run(): Promise<void> {
  await buildPrograms()
  if (findBuildReason() !== null) await buildGallery()
  const bench = await startBenchCluster(2)
  try {
    const [name = ''] = await bench.createRepositories(1)
    await printPulls(bench, name)
    await printVisibility(bench, name)
  } finally {
    await bench.stop()
  }
}

async function printPulls({ place, cluster, publisher }: BenchCluster, name: string): Promise<void> {
  const urls = place.registryPorts.map((port) => `http://127.0.0.1:${port}`)
  const [first = '', second = ''] = urls
  await (await createPusher(publisher, { registryUrl: first, name })).pushImage('1.0')
  const { token } = await (await fetch(`${first}/token/?scope=repository:${name}:pull`)).json()
  const headers = { accept: OCI_IMAGE, authorization: `Bearer ${token}` }
  const pids = ['registry-1', 'registry-2'].map((part) => cluster.parts.get(part)?.pid() ?? 0)
  const nginx = `http://127.0.0.1:${place.registryPort}`
  // Two generators each time, so that they cost the same.
  const loads = {
    'one registry': [first, first],
    'two registries': [first, second],
    'two registries, through nginx': [nginx, nginx],
  }
  const seen = Object.fromEntries(
    Object.keys(loads).map((load) => [load, { perSecond: [] as number[], perCpu: [] as number[] }]),
  )
  for (let round = 0; round < runs; round += 1) {
    for (const [load, targets] of Object.entries(loads)) {
      const before = readCpuSeconds(pids)
      const from = performance.now()
      const results = await Promise.all(
        targets.map((target) => runWrk(`${target}/v2/${name}/manifests/1.0`, headers)),
      )
      const seconds = (performance.now() - from) / 1000
      const perSecond = results.reduce((sum, result) => sum + result.perSecond, 0)
      seen[load]?.perSecond.push(perSecond)
      seen[load]?.perCpu.push((perSecond * seconds) / (readCpuSeconds(pids) - before))
    }
  }
  const base = toMedian(seen['one registry']?.perSecond ?? [])
  console.log(`\nManifests by tag on PostgreSQL, 16 connections, medians of ${runs} runs in turns`)
  console.table(
    Object.fromEntries(
      Object.entries(seen).map(([load, { perSecond, perCpu }]) => [
        load,
        {
          'pulls/s': Math.round(toMedian(perSecond)),
          'against one': (toMedian(perSecond) / base).toFixed(2),
          'pulls for a second of a registry’s processor': Math.round(toMedian(perCpu)),
        },
      ]),
    ),
  )
}

async function printVisibility({ place, publisher }: BenchCluster, name: string): Promise<void> {
  const [first = '', second = ''] = place.registryPorts.map((port) => `http://127.0.0.1:${port}`)
  const pusher = await createPusher(publisher, { registryUrl: first, name })
  const { token } = await (await fetch(`${second}/token/?scope=repository:${name}:pull`)).json()
  const inOther: number[] = []
  const onPages: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const { digest } = await pusher.pushImage('moving', { config: { round } })
    inOther.push(
      await measureUntil(async () => {
        const response = await fetch(`${second}/v2/${name}/manifests/moving`, {
          headers: { authorization: `Bearer ${token}`, accept: '*/*' },
        })
        await response.arrayBuffer()
        return response.headers.get('docker-content-digest') === digest
      }),
    )
    onPages.push(await measureOnPages(publisher, place.galleryPorts, name, `Round ${round} of it.`))
  }
  const toRow = (times: number[]) => ({
    'p50 ms': Math.round(toMedian(times)),
    'p95 ms': Math.round(toPercentile(times, 0.95)),
    'most ms': Math.round(Math.max(...times)),
  })
  console.log(`\nFrom the answer to a change until it is seen, ${rounds} times`)
  console.table({
    'a moved tag, in the other registry': toRow(inOther),
    'a description, on the pages of both galleries': toRow(onPages),
  })
}
