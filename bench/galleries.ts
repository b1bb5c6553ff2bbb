/** What three galleries ask of the registries against one, and what a change and a page cost. */
import { setTimeout as sleep } from 'node:timers/promises'
import { PutRepositoryCatalogDataCommand } from '@aws-sdk/client-ecr-public'
import { buildGallery, findBuildReason } from '../scripts/build-gallery.ts'
import { buildPrograms } from '../scripts/build-programs.ts'
import { type BenchCluster, startBenchCluster } from './bench-cluster.ts'
import { startCountingProxy } from './counting-proxy.ts'
import { measureOnPages } from './measure-on-pages.ts'
import { readCpuSeconds } from './read-cpu-seconds.ts'

const repositories = 400
const changes = 100
const pages = 100
const quietMs = 20_000

/** Measures and prints. All galleries ask through one proxy that counts. */
export async function run(): Promise<void> {
  await buildPrograms()
  if (findBuildReason() !== null) await buildGallery()
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
      const { place, publisher, cluster } = bench
      const names = await bench.createRepositories(repositories)
      const last = names.at(-1) ?? ''
      await measureOnPages(publisher, place.galleryPorts, last, 'The last one.')
      await sleep(5_000)
      proxy.take()
      await sleep(quietMs)
      const quiet = proxy.take()
      const ofGallery = () => readCpuSeconds([cluster.parts.get('gallery-1')?.pid() ?? 0])
      const ofRegistries = () =>
        readCpuSeconds(['registry-1', 'registry-2'].map((name) => cluster.parts.get(name)?.pid() ?? 0))
      const [galleryBefore, registriesBefore] = [ofGallery(), ofRegistries()]
      for (let at = 0; at < changes - 1; at += 1) {
        const repositoryName = names[at]?.split('/').slice(1).join('/') ?? ''
        const description = `App ${at}, changed.`
        await publisher.send(
          new PutRepositoryCatalogDataCommand({ repositoryName, catalogData: { description } }),
        )
      }
      await measureOnPages(publisher, place.galleryPorts, last, 'The end of all changes.')
      await sleep(2_000)
      const changed = proxy.take()
      const toMs = (seconds: number) => ((seconds * 1000) / changes).toFixed(1)
      rows[`${count} ${count === 1 ? 'gallery' : 'galleries'}`] = {
        'quiet, requests/min': Math.round((quiet.requests / quietMs) * 60_000),
        'quiet, kB/min': Math.round((quiet.answerBytes / quietMs) * 60),
        'requests for a change': (changed.requests / changes).toFixed(1),
        'kB for a change': (changed.answerBytes / changes / 1000).toFixed(1),
        'a change, processor ms of a gallery': toMs(ofGallery() - galleryBefore),
        'of the registries, with the call': toMs(ofRegistries() - registriesBefore),
        'processor ms for a page that no cache has': (await measurePages(bench, names)).toFixed(1),
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

/** Of the first gallery. Nobody has asked for these pages before. */
async function measurePages({ place, cluster }: BenchCluster, names: readonly string[]): Promise<number> {
  const pids = [cluster.parts.get('gallery-1')?.pid() ?? 0]
  const unvisited = names.slice(-pages - 1, -1)
  const before = readCpuSeconds(pids)
  for (const name of unvisited)
    await (await fetch(`http://127.0.0.1:${place.galleryPorts[0]}/${name}`)).text()
  return ((readCpuSeconds(pids) - before) * 1000) / unvisited.length
}
