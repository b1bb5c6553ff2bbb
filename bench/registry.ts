/**
 * The registry's own figures, beside Debian's `docker-registry` (the reference implementation) on the same machine in the
 * same run: each load is given to both in turn, several times, and the medians are compared. `wrk` is the load generator.
 */
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import { installDebianPackage } from '../scripts/install-debian-package.ts'
import { toMedian } from './median.ts'
import { pushBlob, pushTags } from './push-load.ts'
import { type BenchRegistry, startDockerRegistry, startOwnRegistry } from './registry-peers.ts'
import { runWrk } from './run-wrk.ts'

const runs = 5
const tagCount = 10_000
const megabyte = 1024 * 1024
const largeBytes = 100 * megabyte

interface Row {
  unit: string
  own: number[]
  peer: number[]
  /** A figure is better when it is lower. */
  lowerIsBetter?: boolean
}

/** Measures and prints; says so and does nothing where the peer cannot be had. */
export async function run(): Promise<void> {
  for (const name of ['docker-registry', 'wrk']) {
    const problem = installDebianPackage(name)
    if (problem !== null) {
      console.log(`\nThe registry was not measured: ${problem}.`)
      return
    }
  }
  const own = await startOwnRegistry()
  const peer = await startDockerRegistry()
  try {
    await print(own, peer)
  } finally {
    await Promise.all([own.stop(), peer.stop()])
  }
}

async function print(own: BenchRegistry, peer: BenchRegistry): Promise<void> {
  const rows: Record<string, Row> = {}
  const add = (name: string, unit: string, lowerIsBetter = false): Row => {
    rows[name] ??= { unit, own: [], peer: [], lowerIsBetter }
    return rows[name]
  }
  const both = [
    [own, 'own'],
    [peer, 'peer'],
  ] as const
  const blobs = new Map<BenchRegistry, string>()
  const digests = new Map<BenchRegistry, string>()
  for (const [registry, side] of both) {
    blobs.set(registry, (await pushBlob(registry, megabyte)).digest)
    const { digest, perSecond } = await pushTags(registry, tagCount)
    digests.set(registry, digest)
    add(`PUT manifest, one connection (${tagCount.toLocaleString('en')} tags)`, '/s')[side].push(perSecond)
  }
  for (let run = 0; run < runs; run++) {
    for (const [registry, side] of both) {
      const paths = {
        'GET manifest by tag': `manifests/tag-00042`,
        'GET manifest by digest': `manifests/${digests.get(registry)}`,
        'GET blob of 1 MB': `blobs/${blobs.get(registry)}`,
        'tags/list?n=100': 'tags/list?n=100',
      }
      for (const [name, path] of Object.entries(paths)) {
        const headers = { accept: OCI_IMAGE, ...(await registry.headers()) }
        const { perSecond, p99Ms } = await runWrk(`${registry.repositoryUrl}/${path}`, headers)
        add(name, '/s')[side].push(perSecond)
        add(`${name}, p99`, 'ms', true)[side].push(p99Ms)
      }
      const { seconds } = await pushBlob(registry, largeBytes)
      add('push of a layer of 100 MB', 's', true)[side].push(seconds)
    }
  }
  console.log(`\nRegistry beside ${peer.name}, medians of ${runs} runs`)
  console.table(Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, toColumns(row)])))
}

function toColumns({ unit, own, peer, lowerIsBetter }: Row) {
  const [ours, theirs] = [toMedian(own), toMedian(peer)]
  const ratio = lowerIsBetter ? theirs / ours : ours / theirs
  const round = (value: number) => (value < 10 ? value.toFixed(2) : Math.round(value).toString())
  return { ours: round(ours), 'docker-registry': round(theirs), unit, 'times as good': round(ratio) }
}
