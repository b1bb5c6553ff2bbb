/**
 * A cluster under mixed load, of which one process after the other is ended by force or told to stop, and the database is started again
 * once. Clients come through nginx, and try again as clients do; at the end each registry by itself has everything that was acknowledged.
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import {
  CreateRepositoryCommand,
  ECRPUBLICClient,
  PutRepositoryCatalogDataCommand,
} from '@aws-sdk/client-ecr-public'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { type ClusterPlace, findClusterPlace, toRegistryFolder } from '#testing/cluster/cluster-place.ts'
import { toDatabaseUrl } from '#testing/cluster/postgres-part.ts'
import { type RunningCluster, startCluster } from '#testing/cluster/start-cluster.ts'
import { createPusher } from '#testing/create-pusher.ts'
import { readProfile } from '#testing/read-profile.ts'
import { findCommand } from '../../../scripts/find-command.ts'
import { createSoakClients, pull } from './soak-clients.ts'
import { AwayError, type Tally, toTally, tryAgain } from './try-again.ts'

export interface ClusterDrillOptions {
  /** In each of them one process ends. */
  rounds: number
  roundMs: number
  /** Variables of a bucket; none for files that the registries share. */
  blobStore?: Record<string, string>
  say: (line: string) => void
}

export interface ClusterDrillReport {
  seconds: number
  tallies: Record<string, Tally>
  /** What was ended, and the seconds until it answered again. */
  ends: { what: string; awaySeconds: number }[]
  /** Images that were acknowledged. */
  images: number
  lost: string[]
  /** After all of it: from the answer to a change until the pages of all galleries had it, at most. */
  pagesMs: number
}

const execute = promisify(execFile)
const steadyName = 'drill/steady'
/** Of the programs' logs: an answer of 500 is explained there alone. */
const isUnexpected = /"level":(?:50|60)/
const isAway = /status code from registry 50[234]|connection refused|EOF/

const ends = [
  ['registry-1', 'SIGKILL'],
  ['registry-2', 'SIGTERM'],
  ['gallery-1', 'SIGKILL'],
  ['registry-2', 'SIGKILL'],
  ['registry-1', 'SIGTERM'],
  ['gallery-2', 'SIGTERM'],
] as const
const databaseEnd = ['PostgreSQL', 'SIGINT'] as const

const environment = {
  DEMO: '0',
  LOG_LEVEL: 'warn',
  DRAIN_SECONDS: '5',
  GC_INTERVAL_SECONDS: '5',
  // Far longer than a push takes.
  GC_GRACE_SECONDS: '60',
  // All visitors come from this machine.
  SEARCHES_PER_SECOND: '0',
  SYNC_INTERVAL_SECONDS: '',
}

/** Needs a build of the gallery. */
export async function runClusterDrill(options: ClusterDrillOptions): Promise<ClusterDrillReport> {
  const { rounds, roundMs, blobStore = {}, say } = options
  const folder = mkdtempSync(join(tmpdir(), 'cluster-drill-'))
  // As root, PostgreSQL runs as somebody else and has to get there.
  await execute('chmod', ['711', folder])
  const place = await findClusterPlace({
    folder,
    environment,
    blobStore,
    isBuilt: false,
    registries: 2,
    galleries: 2,
  })
  const onLine = (name: string, line: string) => {
    if (isUnexpected.test(line)) say(`${name}: ${line}`)
  }
  const cluster = await startCluster(place, { say, onLine })
  const registryUrl = `http://127.0.0.1:${place.registryPort}`
  const credentials = readProfile(toRegistryFolder(place), 'admin')
  const clients = createSoakClients({
    registryUrl,
    galleryUrl: `http://127.0.0.1:${place.galleryPort}`,
    credentials,
    pages: ['/', '/publishers', '/status'],
  })
  const publisher = new ECRPUBLICClient({ endpoint: registryUrl, region: 'us-east-1', credentials })
  try {
    const steady = await createSteadyImage(place, publisher)
    const skopeo = openSkopeoPuller(place, steady)
    const steps = { ...clients.steps, ...(skopeo === null ? {} : { 'skopeo pulls': [skopeo] }) }
    const tallies: Record<string, Tally> = {}
    const ending = new AbortController()
    const working = Object.entries(steps).flatMap(([name, all]) => {
      const tally = toTally()
      tallies[name] = tally
      return all.map(async (step) => {
        while (!ending.signal.aborted) {
          await tryAgain(tally, name, step)
          await sleep(20)
        }
      })
    })
    const startedAt = performance.now()
    const seen: ClusterDrillReport['ends'] = []
    for (let round = 0; round < rounds; round += 1) {
      const end = round === Math.floor(rounds / 2) ? databaseEnd : ends[round % ends.length]
      const [name, signal] = end ?? databaseEnd
      say(`Round ${round + 1} of ${rounds}: ${signal} to ${name}.`)
      const rest = sleep(roundMs)
      seen.push({ what: `${name} ${signal}`, awaySeconds: (await endPart(cluster, name, signal)) / 1000 })
      await rest
    }
    ending.abort()
    await Promise.all(working)
    const seconds = (performance.now() - startedAt) / 1000
    say('Pulling everything that was acknowledged, from each registry by itself.')
    const lost = toTally()
    for (const port of place.registryPorts) {
      for (const image of clients.images.values()) {
        const url = `http://127.0.0.1:${port}`
        await tryAgain(lost, `${url} ${image.path}`, () => pull(url, image, clients.images))
      }
    }
    for (const verb of [
      ['store', 'check'],
      ['audit', 'verify'],
    ]) {
      await tryAgain(lost, verb.join(' '), () => runVerb(place, verb))
    }
    const pagesMs = await measurePages(place, publisher, steady)
    const report = { seconds, tallies, ends: seen, images: clients.images.size, pagesMs }
    return { ...report, lost: lost.failures }
  } finally {
    clients.close()
    publisher.destroy()
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @returns how long it was away, in milliseconds */
async function endPart(
  { parts }: RunningCluster,
  name: string,
  signal: 'SIGKILL' | 'SIGTERM' | 'SIGINT',
): Promise<number> {
  const part = parts.get(name)
  if (part === undefined) throw new Error(`There is no ${name}.`)
  const starts = part.starts()
  const endedAt = performance.now()
  part.signal(signal)
  while (part.starts() === starts) {
    if (performance.now() - endedAt > 60_000) throw new Error(`${name} did not come back.`)
    await sleep(20)
  }
  return performance.now() - endedAt
}

/** An image that nobody replaces. @returns its repository, with its registry's alias */
async function createSteadyImage(place: ClusterPlace, publisher: ECRPUBLICClient): Promise<string> {
  const registryUrl = `http://127.0.0.1:${place.registryPort}`
  const { repository } = await publisher.send(new CreateRepositoryCommand({ repositoryName: steadyName }))
  const name = repository?.repositoryUri?.split('/').slice(1).join('/') ?? ''
  await (await createPusher(publisher, { registryUrl, name })).pushImage('1.0')
  return name
}

/** A pull by a client that is not ours; null where it is not here. */
function openSkopeoPuller(place: ClusterPlace, name: string): (() => Promise<void>) | null {
  if (findCommand('skopeo') === null) return null
  const copy = join(place.folder, 'copy')
  const source = `docker://localhost:${place.registryPort}/${name}:1.0`
  return async () => {
    rmSync(copy, { recursive: true, force: true })
    try {
      await execute('skopeo', [
        ...['copy', '--quiet', '--retry-times', '3', '--src-tls-verify=false'],
        ...[source, `dir:${copy}`],
      ])
    } catch (error) {
      const { stderr = '' } = error as { stderr?: string }
      const text = `skopeo gave up: ${stderr}`
      // It tries again by itself where a connection breaks, but not where it asks for the first time and is told to come again.
      throw isAway.test(stderr) ? new AwayError(text) : new Error(text, { cause: error })
    }
  }
}

/** Changes a description a few times. @throws {Error} when a gallery goes on showing the one before */
async function measurePages(place: ClusterPlace, publisher: ECRPUBLICClient, name: string): Promise<number> {
  let longestMs = 0
  for (let round = 0; round < 5; round += 1) {
    const description = `Described for the ${round + 1}. time`
    await publisher.send(
      new PutRepositoryCatalogDataCommand({ repositoryName: steadyName, catalogData: { description } }),
    )
    const changedAt = performance.now()
    for (const port of place.galleryPorts) {
      while (!(await (await fetch(`http://127.0.0.1:${port}/${name}`)).text()).includes(description)) {
        if (performance.now() - changedAt > 60_000) throw new Error(`Gallery ${port} shows no change.`)
        await sleep(20)
      }
      longestMs = Math.max(longestMs, performance.now() - changedAt)
    }
  }
  return longestMs
}

async function runVerb(place: ClusterPlace, verb: readonly string[]): Promise<void> {
  const env = childEnvironment({
    DATA_DIR: toRegistryFolder(place),
    DATABASE_URL: toDatabaseUrl(place),
    LOG_LEVEL: 'fatal',
    ...place.blobStore,
  })
  try {
    await execute(process.execPath, ['registry/cli.ts', ...verb], { env })
  } catch (error) {
    const { code, stderr, stdout } = error as { code?: number; stderr?: string; stdout?: string }
    const text = `${verb.join(' ')} ended with ${code}: ${stderr}${stdout}`
    // 3: the registry went away while it was asked.
    throw code === 3 ? new AwayError(text) : new Error(text)
  }
}
