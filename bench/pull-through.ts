/**
 * Pulling through, beside Debian's `docker-registry` as a cache of the same upstream, in the same run: each begins with an empty
 * folder in every round, and the medians are compared. The upstream is in this process, and counts what it is asked.
 */
import { randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import { startUnrulyUpstream, type UnrulyUpstream } from '#testing/unruly-upstream.ts'
import { installDebianPackage } from '../scripts/install-debian-package.ts'
import { toMedian } from './median.ts'
import { readSharedClock, runPullClients } from './pull-clients.ts'
import { type CacheUnderMeasurement, startDockerCache, startOwnCache } from './pull-through-peers.ts'

const megabyte = 1_000_000
const image = 'library/measured'

const rows = {
  cold: 'cold pull of 100 MB (s)',
  coldLag: 'its first byte, after the upstream’s (ms)',
  warm: 'warm pull of 100 MB (s)',
  warmFirst: 'its first byte (ms)',
  many: '16 cold pulls of one layer of 100 MB (s)',
  manyRequests: 'upstream requests for that layer',
  large: '32 cold pulls of one layer of 300 MB (s)',
  largeFloor: 'first byte of one client straight from the upstream, after it began to answer (ms)',
  largeMiddle: 'first byte of the middle one of 32 clients, after the upstream’s (ms)',
  largeLag: 'first byte of the last one (ms)',
  largeRequests: 'upstream requests for that layer, 300 MB',
  largeMemory: 'memory above idle meanwhile (MB)',
} as const

type Figures = Record<keyof typeof rows, number>

/** Measures and prints; says so and does nothing where the peer cannot be had. */
export async function run({ rounds }: { rounds: number }): Promise<void> {
  const problem = installDebianPackage('docker-registry')
  if (problem !== null) {
    console.log(`\nPulling through was not measured: ${problem}.`)
    return
  }
  const upstream = await startUnrulyUpstream()
  const layers = [100, 100, 300].map((size) => randomBytes(size * megabyte))
  const digests = layers.map((layer) => upstream.addBlob(layer))
  upstream.addImage(image, '1', layers)
  const measured: Record<string, Figures[]> = { ours: [], peer: [] }
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const [name, start] of Object.entries({ ours: startOwnCache, peer: startDockerCache })) {
        const cache = await start(upstream.host)
        try {
          const figures = await measure(cache, upstream, digests)
          measured[name]?.push(figures)
        } finally {
          await cache.stop()
        }
      }
    }
  } finally {
    await upstream.stop()
  }
  const middle = (name: string, key: keyof Figures) => toMedian((measured[name] ?? []).map((one) => one[key]))
  const round = (value: number) => (value < 10 ? value.toFixed(2) : Math.round(value).toString())
  console.log(
    `\nPulling through beside docker-registry, medians of ${rounds === 1 ? 'one round' : `${rounds} rounds`}`,
  )
  console.table(
    Object.fromEntries(
      Object.entries(rows).map(([key, words]) => {
        const name = key as keyof Figures
        return [words, { ours: round(middle('ours', name)), 'docker-registry': round(middle('peer', name)) }]
      }),
    ),
  )
}

async function measure(
  cache: CacheUnderMeasurement,
  upstream: UnrulyUpstream,
  [first = '', second = '', large = '']: readonly string[],
): Promise<Figures> {
  /** When the upstream began to answer for a layer, by its digest. */
  const begun = new Map<string, number>()
  upstream.trick = ({ url = '', method, headers }) => {
    const digest = url.split('/').at(-1) ?? ''
    const isGiven = method === 'GET' && headers.authorization !== undefined && url.includes('/blobs/')
    if (isGiven && !begun.has(digest)) begun.set(digest, readSharedClock())
    return false
  }
  const headers = { accept: OCI_IMAGE, ...(await cache.headers()) }
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const pull = (path: string) => download(`${cache.repositoryUrl}/${path}`, headers, agent)
  const count = (digest: string) => upstream.count(new RegExp(`GET .*blobs/${digest}`))
  const all = (clients: number, digest: string) =>
    Promise.all(Array.from({ length: clients }, () => pull(`blobs/${digest}`)))
  upstream.requests.length = 0

  await pull('manifests/1')
  const cold = await pull(`blobs/${first}`)
  const coldLag = cold.firstByteAt - (begun.get(first) ?? 0)
  const warm = await pull(`blobs/${first}`)
  const manyAt = performance.now()
  await all(16, second)
  const many = (performance.now() - manyAt) / 1000
  const manyRequests = count(second)
  await sleep(2_000)
  const idle = cache.readMemory()
  let most = idle
  const timer = setInterval(() => {
    most = Math.max(most, cache.readMemory())
  }, 20)
  // From here on the clients are a program of their own, so that what they read does not delay what is measured.
  const straight = {
    url: `http://${upstream.host}/v2/${image}/blobs/${large}`,
    headers: { authorization: `Bearer ${[...upstream.tokens].at(-1)}` },
    clients: 1,
  }
  const floor = await runPullClients(straight)
  const largeFloor = (floor.firstByteAt[0] ?? 0) - (begun.get(large) ?? 0)
  begun.delete(large)
  upstream.requests.length = 0
  const pulls = await runPullClients({ url: `${cache.repositoryUrl}/blobs/${large}`, headers, clients: 32 })
  clearInterval(timer)
  const lags = pulls.firstByteAt.map((at) => at - (begun.get(large) ?? 0)).sort((a, b) => a - b)
  agent.destroy()
  upstream.trick = null
  return {
    cold: cold.seconds,
    coldLag,
    warm: warm.seconds,
    warmFirst: warm.firstByteMs,
    many,
    manyRequests,
    large: (Math.max(...pulls.endedAt) - Math.min(...pulls.askedAt)) / 1000,
    largeFloor,
    largeMiddle: lags[16] ?? 0,
    largeLag: lags.at(-1) ?? 0,
    largeRequests: count(large),
    largeMemory: (most - idle) / megabyte,
  }
}

interface Download {
  seconds: number
  firstByteMs: number
  /** By the clock that all programs share. */
  firstByteAt: number
}

function download(url: string, headers: Record<string, string>, agent: Agent): Promise<Download> {
  const { promise, resolve, reject } = Promise.withResolvers<Download>()
  const begunAt = readSharedClock()
  let firstByteAt = 0
  request(url, { headers, agent }, (response) => {
    if (response.statusCode !== 200) reject(new Error(`${url} answers ${response.statusCode}.`))
    response.on('data', () => {
      if (firstByteAt === 0) firstByteAt = readSharedClock()
    })
    response.on('error', reject)
    response.on('end', () => {
      const seconds = (readSharedClock() - begunAt) / 1000
      resolve({ seconds, firstByteMs: firstByteAt - begunAt, firstByteAt })
    })
  })
    .on('error', reject)
    .end()
  return promise
}
