/**
 * What several processes bring and cost: pulls from two registries against one, how soon a change in one is seen in the other and on the
 * pages of all galleries, and what three galleries ask of the registries against one.
 */
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ECRPUBLICClient, PutRepositoryCatalogDataCommand } from '@aws-sdk/client-ecr-public'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import { toDatabaseUrl } from '#testing/cluster/postgres-part.ts'
import { createPusher } from '#testing/create-pusher.ts'
import { runStatement } from '#testing/start-postgres.ts'
import { buildGallery, findBuildReason } from '../scripts/build-gallery.ts'
import { buildPrograms } from '../scripts/build-programs.ts'
import { type BenchCluster, startBenchCluster } from './bench-cluster.ts'
import { startCountingProxy } from './counting-proxy.ts'
import { toMedian } from './median.ts'
import { toPercentile } from './percentile.ts'
import { runWrk } from './run-wrk.ts'

const runs = 5
const rounds = 50
const repositories = 1_000
const changes = 300
const quietMs = 30_000
const ticksPerSecond = 100

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
  await printGalleries()
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

/** Of user and system, of these processes. */
function readCpuSeconds(pids: readonly number[]): number {
  const ticks = pids.map((pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return Number(fields[11]) + Number(fields[12])
  })
  return ticks.reduce((sum, one) => sum + one, 0) / ticksPerSecond
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

async function measureOnPages(
  publisher: ECRPUBLICClient,
  ports: readonly number[],
  name: string,
  description: string,
): Promise<number> {
  const repositoryName = name.slice(name.indexOf('/') + 1)
  await publisher.send(new PutRepositoryCatalogDataCommand({ repositoryName, catalogData: { description } }))
  const times = await Promise.all(
    ports.map((port) =>
      measureUntil(async () => {
        const response = await fetch(`http://127.0.0.1:${port}/${name}`)
        return (await response.text()).includes(description)
      }),
    ),
  )
  return Math.max(...times)
}

async function measureUntil(isSeen: () => Promise<boolean>): Promise<number> {
  const from = performance.now()
  while (!(await isSeen())) {
    if (performance.now() - from > 60_000) throw new Error('A change is not seen.')
    await sleep(2)
  }
  return performance.now() - from
}

/** All galleries ask through one proxy that counts. */
async function printGalleries(): Promise<void> {
  const rows: Record<string, Record<string, string | number>> = {}
  for (const count of [1, 3]) {
    let toPort = 0
    const proxy = await startCountingProxy(() => toPort)
    const bench = await startBenchCluster(
      count,
      {
        ECR_PUBLIC_ENDPOINT: `http://127.0.0.1:${proxy.port}`,
      },
      (place) => {
        toPort = place.registryPort
      },
    )
    try {
      const { place, publisher } = bench
      const names = await bench.createRepositories(repositories)
      const last = names.at(-1) ?? ''
      await measureOnPages(publisher, place.galleryPorts, last, 'The last one.')
      await sleep(5_000)
      proxy.take()
      await sleep(quietMs)
      const quiet = proxy.take()
      const from = performance.now()
      for (let at = 0; at < changes - 1; at += 1) {
        const repositoryName = names[at]?.split('/').slice(1).join('/') ?? ''
        const description = `App ${at}, changed.`
        await publisher.send(
          new PutRepositoryCatalogDataCommand({ repositoryName, catalogData: { description } }),
        )
      }
      await measureOnPages(publisher, place.galleryPorts, last, 'The end of all changes.')
      const seconds = (performance.now() - from) / 1000
      await sleep(2_000)
      const changed = proxy.take()
      const [size] = await runStatement(
        toDatabaseUrl(place),
        `SELECT pg_database_size('gallery')::float8 AS bytes`,
      )
      rows[`${count} ${count === 1 ? 'gallery' : 'galleries'}`] = {
        'quiet, requests/min': Math.round((quiet.requests / quietMs) * 60_000),
        'quiet, kB/min': Math.round((quiet.answerBytes / quietMs) * 60),
        'requests for a change': (changed.requests / changes).toFixed(1),
        'kB for a change': (changed.answerBytes / changes / 1000).toFixed(1),
        'changes/s followed': Math.round(changes / seconds),
        'database, MB': Math.round(Number(size?.bytes) / 1e6),
      }
    } finally {
      await bench.stop()
      proxy.close()
    }
  }
  console.log(
    `\nWhat galleries ask of the registries, with ${repositories.toLocaleString('en')} repositories`,
  )
  console.table(rows)
}
