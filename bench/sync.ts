/** Measures the sync: how long the first full read of the embedded registry takes, in a process beside the registry. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateRepositoryCommand, ECRPUBLICClient } from '@aws-sdk/client-ecr-public'
import { openCatalog } from '#lib/catalog/open-catalog.ts'
import { readCatalogSources } from '#lib/config/catalog-sources.ts'
import { readConfig } from '#lib/config/config.ts'
import { mapConcurrently } from '#lib/net/map-concurrently.ts'
import { startSync } from '#lib/runtime/start-sync.ts'
import { readProfile } from '#testing/read-profile.ts'
import { startTestRegistry } from '#testing/start-test-registry.ts'

const repositoryCount = 10_000
/** What is to be kept to. */
const budgetSeconds = 30

/** Fills a registry of its own through the API, and prints how long it takes to read it. */
export async function run(): Promise<void> {
  const registry = await startTestRegistry()
  const folder = mkdtempSync(join(tmpdir(), 'bench-sync-'))
  try {
    await fill(registry.url, readProfile(registry.dataDir, 'admin'))
    const { seconds, cpuSeconds, requests, longestPauseMs } = await readAll(
      registry.url,
      registry.dataDir,
      folder,
    )
    console.log(
      `\nFirst read of ${repositoryCount.toLocaleString('en')} repositories from the embedded registry`,
    )
    console.table([
      {
        s: Math.round(seconds * 10) / 10,
        'budget s': budgetSeconds,
        // What it would take, at the least, on a machine that does nothing else.
        'of this process s': Math.round(cpuSeconds * 10) / 10,
        requests,
        'requests/s': Math.round(requests / seconds),
        'longest pause of the process ms': Math.round(longestPauseMs),
      },
    ])
  } finally {
    await registry.stop()
    rmSync(folder, { recursive: true })
  }
}

async function fill(endpoint: string, credentials: { accessKeyId: string; secretAccessKey: string }) {
  const client = new ECRPUBLICClient({ endpoint, region: 'us-east-1', credentials })
  const positions = Array.from({ length: repositoryCount }, (_, position) => position)
  await mapConcurrently(positions, 16, (position) =>
    client.send(
      new CreateRepositoryCommand({
        repositoryName: `team-${position % 100}/app-${position}`,
        catalogData: {
          description: `App ${position}, which does what apps do.`,
          aboutText: `# App ${position}\n\n${'It has a text of some length. '.repeat(20)}`,
          architectures: ['x86-64', 'ARM 64'],
          operatingSystems: ['Linux'],
        },
      }),
    ),
  )
  client.destroy()
}

async function readAll(endpoint: string, dataDir: string, folder: string) {
  const config = readConfig({ DATA_DIR: dataDir, REGISTRY_PORT: new URL(endpoint).port })
  const index = openCatalog({
    file: join(folder, 'catalog.sqlite'),
    source: 'sources',
    pageSize: 24,
    toLogoSrc: (alias, name) => `/api/logo/${alias}/${name}`,
  })
  const stopped = new AbortController()
  const read = Promise.withResolvers<void>()
  const pauses = watchPauses()
  const [startedAt, cpuBefore] = [performance.now(), process.cpuUsage()]
  const sync = startSync(config, {
    sources: readCatalogSources(config),
    writer: index.writer,
    state: index.syncState,
    onChange: () => undefined,
    onFullRead: () => read.resolve(),
    onError: (_, error) => console.error(error.message),
    readFacts: async () => null,
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined },
    signal: stopped.signal,
  })
  await read.promise
  const seconds = (performance.now() - startedAt) / 1000
  const cpu = process.cpuUsage(cpuBefore)
  const cpuSeconds = (cpu.user + cpu.system) / 1_000_000
  const requests = sync.getActivity('embedded')?.requests.requests ?? 0
  stopped.abort()
  await sync.ended
  index.close()
  return { seconds, cpuSeconds, requests, longestPauseMs: pauses.stop() }
}

/** How long the process answered nobody, at the most. */
function watchPauses(): { stop(): number } {
  let [longestMs, lastAt] = [0, performance.now()]
  const timer = setInterval(() => {
    const now = performance.now()
    longestMs = Math.max(longestMs, now - lastAt)
    lastAt = now
  }, 1)
  return {
    stop: () => {
      clearInterval(timer)
      return longestMs
    },
  }
}
