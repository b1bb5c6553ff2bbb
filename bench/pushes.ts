/**
 * New manifests that move a tag, pushed to several repositories at once: with the metadata in a file, in PostgreSQL by one process, and by
 * two. Rounds take turns, and medians are shown.
 */
import { CreateRepositoryCommand, ECRPUBLICClient } from '@aws-sdk/client-ecr-public'
import { readProfile } from '#testing/read-profile.ts'
import { startPostgres } from '#testing/start-postgres.ts'
import { startTestRegistry, type TestRegistry } from '#testing/start-test-registry.ts'
import { installDebianPackage } from '../scripts/install-debian-package.ts'
import { toMedian } from './median.ts'
import { pushByWrk } from './push-by-wrk.ts'
import { pushBlob } from './push-load.ts'
import { startOwnRegistry } from './registry-peers.ts'

const repositoryCount = 16
const seconds = 4

interface Target {
  name: string
  /** Of each process. */
  urls: readonly string[]
  /** Of the repositories, each as `/v2/ALIAS/NAME`. */
  paths: readonly string[]
  headers: Record<string, string>
  digest: string
  stop(): Promise<void>
}

/** Measures and prints; says so and does nothing where `wrk` cannot be had. */
export async function run({ runs = 5 }: { runs?: number } = {}): Promise<void> {
  const problem = installDebianPackage('wrk')
  if (problem !== null) {
    console.log(`\nPushes were not measured: ${problem}.`)
    return
  }
  await using postgres = await startPostgres(['max_connections=200'])
  const targets = [
    await start('SQLite', 1, {}),
    await start('PostgreSQL', 1, { DATABASE_URL: await postgres.createDatabase() }),
    await start('PostgreSQL, two processes', 2, { DATABASE_URL: await postgres.createDatabase() }),
  ]
  const figures: Record<string, Record<string, number[]>> = {}
  try {
    for (let round = 0; round < runs; round += 1) {
      for (const connections of [1, 16]) {
        for (const target of targets) {
          figures[target.name] ??= {}
          const own = figures[target.name] ?? {}
          const name = `${connections} at once`
          own[name] ??= []
          own[name].push(await push(target, connections))
        }
      }
    }
  } finally {
    for (const target of targets) await target.stop()
  }
  console.log(
    `\nPUT/s of new manifests that move a tag, in ${repositoryCount} repositories, medians of ${runs} rounds`,
  )
  console.table(
    Object.fromEntries(
      Object.entries(figures).map(([name, own]) => [
        name,
        Object.fromEntries(Object.entries(own).map(([key, values]) => [key, Math.round(toMedian(values))])),
      ]),
    ),
  )
}

async function start(name: string, processes: number, environment: Record<string, string>): Promise<Target> {
  const first = await startOwnRegistry(environment)
  const { origin, pathname } = new URL(first.repositoryUrl)
  const others: TestRegistry[] = []
  for (let more = 1; more < processes; more += 1) {
    others.push(await startTestRegistry({ ...environment, DATA_DIR: first.dataDir, REGISTRY_URL: origin }))
  }
  const client = new ECRPUBLICClient({
    endpoint: origin,
    region: 'us-east-1',
    credentials: readProfile(first.dataDir, 'admin'),
  })
  const paths = Array.from({ length: repositoryCount }, (_, at) => `${pathname}-${at}`)
  const { digest } = await pushBlob(first, 100)
  const headers = await first.headers()
  for (const path of paths) {
    await client.send(new CreateRepositoryCommand({ repositoryName: path.split('/').at(-1) ?? '' }))
    const mounted = `${origin}${path}/blobs/uploads/?mount=${digest}&from=${pathname.split('/').slice(2).join('/')}`
    const { status } = await fetch(mounted, { method: 'POST', headers })
    if (status !== 201) throw new Error(`A mount was answered with ${status}.`)
  }
  return {
    name,
    urls: [origin, ...others.map(({ url }) => url)],
    paths,
    headers,
    digest,
    async stop() {
      for (const other of others) await other.stop()
      await first.stop()
    },
  }
}

/** @returns how many were answered with 201 in a second, by all processes together */
async function push({ urls, ...target }: Target, connections: number): Promise<number> {
  const own = connections === 1 ? urls.slice(0, 1) : urls
  const load = { ...target, connections: connections / own.length, seconds, perSecond: null }
  const results = await Promise.all(own.map((origin) => pushByWrk({ ...load, origin })))
  return results.reduce((sum, each) => sum + each, 0)
}
