/**
 * `npm run cluster [-- --registries N --galleries N --gallery-port P --registry-port P --inner-port P --folder F
 * --store files|s3]`: on a machine without a container engine the parts of `compose.yaml`'s profile `cluster` as
 * processes, from packages and on loopback alone. `--follow-parent` (in the npm script) stops them when npm itself is killed.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { readConfig } from '#lib/config/config.ts'
import { buildIfStale } from '../../scripts/build-if-stale.ts'
import { installCephTools } from '../../scripts/ceph-tools.ts'
import { findPortProblem } from '../../scripts/check-port.ts'
import { isForOperator } from '../../scripts/is-for-operator.ts'
import { projectRoot } from '../../scripts/project-root.ts'
import { countFlag, readFlags } from '../../scripts/read-flags.ts'
import { toLogLine } from '../../scripts/to-log-line.ts'
import { whenParentEnds } from '../../scripts/when-parent-ends.ts'
import { findS3Problem, startRadosgw } from '../start-radosgw.ts'
import { type ClusterPlace, mostOfAPart, toRegistryFolder, usualPorts } from './cluster-place.ts'
import { type RunningCluster, startCluster } from './start-cluster.ts'

/** Something the person at the terminal can act on; printed without a stack. */
class ClusterError extends Error {
  override name = 'ClusterError'
}

/** In a cluster's folder: nothing in it is worth more than its objects, which are in memory. */
const passingMark = 'objects-are-in-memory'

const count = countFlag.max(mostOfAPart, `takes a number up to ${mostOfAPart}`)
const port = countFlag.max(65_000, 'takes a number up to 65000')
const { flags } = readFlags({
  usage:
    'npm run cluster -- [--registries N] [--galleries N] [--gallery-port PORT] [--registry-port PORT] [--inner-port PORT] [--folder FOLDER] [--store files|s3]',
  flags: z.object({
    registries: count.default(2),
    galleries: count.default(2),
    'gallery-port': port.default(usualPorts.gallery),
    'registry-port': port.default(usualPorts.registry),
    'inner-port': port.default(usualPorts.inner),
    folder: z.string().min(1).optional(),
    store: z.enum(['files', 's3'], 'takes files or s3').default('files'),
    'follow-parent': z.boolean().default(false),
  }),
})

process.chdir(projectRoot)
const startedAt = performance.now()
const stopping = new AbortController()
let cluster: RunningCluster | null = null
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stopping.signal.aborted) {
      cluster?.kill()
      // What is still being started ends with this process.
      if (cluster === null) process.exit(1)
    } else console.log(`\nStopping (${signal}); once more to end everything at once.`)
    stopping.abort(signal)
  })
}
process.stdout.on('error', () => stopping.abort('closed output'))
if (flags['follow-parent']) whenParentEnds(() => stopping.abort('npm has ended'))

try {
  await run()
} catch (error) {
  if (!stopping.signal.aborted) {
    console.error(isForOperator(error, ClusterError) ? error.message : error)
    process.exitCode = 1
  }
}
process.exit()

async function run(): Promise<void> {
  const { store, ...wanted } = toPlace()
  await requirePorts(wanted)
  await buildIfStale({
    onStart: (build) => stopping.signal.addEventListener('abort', () => build.kill()),
    say: (line) => console.log(line),
  })
  // What has secrets in it is closed further down; as root, PostgreSQL runs as somebody else and has to get there.
  mkdirSync(wanted.folder, { recursive: true, mode: 0o711 })
  await using s3 = store === 's3' ? await startStore(wanted.folder) : null
  const place = { ...wanted, blobStore: s3?.blobStore ?? {} }
  const onLine = (name: string, line: string) => console.log(toLogLine(name, line))
  cluster = await startCluster(place, { say: (line) => console.log(line), onLine }, stopping.signal)
  try {
    printWelcome(place, cluster)
    if (!stopping.signal.aborted) {
      await new Promise((resolve) => stopping.signal.addEventListener('abort', resolve))
    }
  } finally {
    await cluster.stop()
    console.log('Everything has ended.')
  }
}

/** Its objects are in memory, so that what names them begins anew. */
async function startStore(folder: string): Promise<AsyncDisposable & { blobStore: Record<string, string> }> {
  installCephTools()
  const problem = findS3Problem()
  if (problem !== null) throw new ClusterError(`There is no S3-compatible store: ${problem}.`)
  const isPassing = existsSync(join(folder, passingMark))
  if (!isPassing && readdirSync(folder).length > 0)
    throw new ClusterError(`${folder} is that of a cluster with files: choose another --folder.`)
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true })
  writeFileSync(join(folder, passingMark), '')
  console.log('Starting the S3-compatible store (Ceph), about ten seconds …')
  const from = performance.now()
  const s3 = await startRadosgw()
  const blobStore = s3.toEnvironment(await s3.createBucket())
  console.log(`S3: ready after ${((performance.now() - from) / 1000).toFixed(1)} s, at ${s3.endpoint}.`)
  return { blobStore, [Symbol.asyncDispose]: () => s3[Symbol.asyncDispose]() }
}

function toPlace(): Omit<ClusterPlace, 'blobStore'> & { store: 'files' | 's3' } {
  // What is wrong with the environment is said now, and once.
  readConfig()
  const { registries, galleries, folder, store, ...ports } = flags
  const inner = (at: number) => ports['inner-port'] + at
  return {
    folder: resolve(folder ?? (store === 's3' ? 'data/cluster-s3' : 'data/cluster')),
    galleryPort: ports['gallery-port'],
    registryPort: ports['registry-port'],
    postgresPort: inner(0),
    registryPorts: Array.from({ length: registries }, (_, at) => inner(1 + at)),
    galleryPorts: Array.from({ length: galleries }, (_, at) => inner(1 + registries + at)),
    environment: {},
    isBuilt: true,
    store,
  }
}

async function requirePorts(place: Omit<ClusterPlace, 'blobStore'>): Promise<void> {
  const { galleryPort, registryPort, postgresPort, registryPorts, galleryPorts } = place
  const flagOf = new Map([
    [galleryPort, '--gallery-port'],
    [registryPort, '--registry-port'],
  ])
  const problems: string[] = []
  for (const each of [galleryPort, registryPort, postgresPort, ...registryPorts, ...galleryPorts]) {
    const problem = await findPortProblem('127.0.0.1', each)
    if (problem !== null)
      problems.push(`${problem} Choose another one: ${flagOf.get(each) ?? '--inner-port'}`)
  }
  if (problems.length > 0) throw new ClusterError(problems.join('\n'))
}

function printWelcome(place: ClusterPlace, { parts }: RunningCluster): void {
  const credentials = join(toRegistryFolder(place), 'credentials')
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  const processes = [...parts].map(([name, part]) => `${name} (${part.pid()})`).join(', ')
  const lines = [
    `\nReady in ${seconds} s.\n`,
    `  Gallery      http://localhost:${place.galleryPort}`,
    `  Registry     http://localhost:${place.registryPort} (the ECR Public API, and localhost:${place.registryPort} for images)`,
    ...(existsSync(credentials) ? [`  Credentials  ${credentials} (profile admin)`] : []),
    `  Processes    ${processes}`,
    `  Data         ${place.folder}; remove it to begin again`,
    '\nCtrl-C or SIGTERM stops all of it. End a process to see it come back.\n',
  ]
  console.log(lines.join('\n'))
}
