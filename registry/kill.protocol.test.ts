/**
 * `kill -9` at any moment of a stream of writes: whatever the registry acknowledged before is there after the next
 * start, and what it was just doing is either wholly there or not at all. The writes go through the official SDK.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  ECRPUBLICClient,
  GetRepositoryCatalogDataCommand,
  PutRepositoryCatalogDataCommand,
  paginateDescribeRepositories,
} from '@aws-sdk/client-ecr-public'
import { fromIni } from '@aws-sdk/credential-providers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RegistryProcess, startRegistry } from '#testing/registry/start-registry.ts'
import { waitForKill } from '#testing/registry/wait-for-kill.ts'

const rounds = 55
const writersAtOnce = 4
const namesPerWriter = 3
/** A round writes for at most so long before it is killed. */
const longestStreamMs = 150
/** Of each round, also where the machine is slow. */
const leastWrites = 6

let dataDir: string
let registry: RegistryProcess | null = null

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'registry-kill-'))
})
afterAll(async () => {
  await kill()
  rmSync(dataDir, { recursive: true })
})

/** The description of each repository; null for one that does not exist. */
type State = Map<string, string | null>
const acknowledged: State = new Map()
/** What was being written when the registry was killed. */
const inFlight: State = new Map()
/** How many writes were acknowledged for each repository. */
const writeCounts = new Map<string, number>()

test('a registry that is killed while it starts for the first time starts the next time', async () => {
  for (let attempt = 0; attempt < 8; attempt += 1) {
    registry = startRegistry(dataDir)
    await sleep(150 + Math.random() * 400)
    await kill()
  }
  const client = await open()
  expect(await readState(client)).toEqual(new Map())
  client.destroy()
  // A clean end writes the compiled code that `open` asks to be kept.
  registry?.process.kill('SIGTERM')
  expect(await registry?.ended).toBe(0)
})

// Forty seconds on two free cores; the limit is for machines that have other work.
test(`after ${rounds} kills every acknowledged write is there`, { timeout: 600_000 }, async () => {
  let killedMidWrite = 0
  for (let round = 1; round <= rounds; round += 1) {
    const client = await open()
    expectSurvived(round, await readState(client))
    const stream = Promise.all(
      Array.from({ length: writersAtOnce }, (_, writer) => writeUntilKilled(client, `writer-${writer}`)),
    )
    await waitForKill({ longestMs: longestStreamMs, atLeast: leastWrites, count: countWrites })
    await kill()
    await stream
    client.destroy()
    if (inFlight.size > 0) killedMidWrite += 1
  }
  const client = await open()
  expectSurvived(rounds + 1, await readState(client))
  client.destroy()
  await expectCompleteFeed()
  // Otherwise the kills came between the writes, and the test has shown nothing.
  expect(killedMidWrite).toBeGreaterThan(rounds / 2)
  expect(countWrites()).toBeGreaterThan(rounds * 5)
})

function countWrites(): number {
  return [...writeCounts.values()].reduce((sum, count) => sum + count, 0)
}

async function open(): Promise<ECRPUBLICClient> {
  // Compiled code that is kept makes a start a third shorter, and this test is mostly starts.
  registry = startRegistry(dataDir, { NODE_COMPILE_CACHE: join(dataDir, 'compiled') })
  const endpoint = await registry.url
  const credentials = fromIni({
    profile: 'admin',
    filepath: join(dataDir, 'credentials'),
    ignoreCache: true,
  })
  // A retry would hide which write was acknowledged.
  return new ECRPUBLICClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 })
}

async function kill(): Promise<void> {
  registry?.process.kill('SIGKILL')
  await registry?.ended
  registry = null
}

/** Creates, changes and deletes its own repositories, one write after the other, until the registry is gone. */
async function writeUntilKilled(client: ECRPUBLICClient, writer: string): Promise<void> {
  for (let turn = 0; ; turn += 1) {
    const name = `${writer}/${turn % namesPerWriter}`
    const current = acknowledged.get(name) ?? null
    const next = current !== null && Math.random() < 0.2 ? null : `${name} as of ${performance.now()}`
    inFlight.set(name, next)
    try {
      await write(client, name, current, next)
    } catch (error) {
      // An answer of the registry is a failure of the test; a connection that broke is what it is about.
      if (error instanceof Error && '$fault' in error) throw error
      return
    }
    acknowledged.set(name, next)
    inFlight.delete(name)
    writeCounts.set(name, (writeCounts.get(name) ?? 0) + 1)
  }
}

async function write(
  client: ECRPUBLICClient,
  repositoryName: string,
  current: string | null,
  next: string | null,
): Promise<void> {
  if (next === null) {
    await client.send(new DeleteRepositoryCommand({ repositoryName }))
    return
  }
  const input = { repositoryName, catalogData: { description: next } }
  if (current === null) await client.send(new CreateRepositoryCommand(input))
  else await client.send(new PutRepositoryCatalogDataCommand(input))
}

async function readState(client: ECRPUBLICClient): Promise<Map<string, string>> {
  const state = new Map<string, string>()
  for await (const page of paginateDescribeRepositories({ client }, {})) {
    for (const { repositoryName = '' } of page.repositories ?? []) {
      const { catalogData } = await client.send(new GetRepositoryCatalogDataCommand({ repositoryName }))
      state.set(repositoryName, catalogData?.description ?? 'no description')
    }
  }
  return state
}

/** Compares with what was acknowledged, and goes on from what is there. */
function expectSurvived(round: number, found: ReadonlyMap<string, string>): void {
  for (const name of new Set([...acknowledged.keys(), ...inFlight.keys(), ...found.keys()])) {
    const actual = found.get(name) ?? null
    const allowed = [acknowledged.get(name) ?? null]
    const pending = inFlight.get(name)
    if (pending !== undefined) allowed.push(pending)
    expect(allowed, `${name} at the start of round ${round}`).toContain(actual)
    acknowledged.set(name, actual)
  }
  inFlight.clear()
}

/** Each write has its change in the feed, since both are of one transaction. */
async function expectCompleteFeed(): Promise<void> {
  const feedCounts = new Map<string | null, number>()
  const url = await registry?.url
  for (let since = 0; ; ) {
    const response = await fetch(`${url}/gallery/changes?since=${since}`)
    const page = (await response.json()) as { sequence: number; changes: { repositoryName: string | null }[] }
    if (page.changes.length === 0) break
    for (const { repositoryName } of page.changes) {
      feedCounts.set(repositoryName, (feedCounts.get(repositoryName) ?? 0) + 1)
    }
    since = page.sequence
  }
  for (const [name, count] of writeCounts) {
    expect(feedCounts.get(name), name).toBeGreaterThanOrEqual(count)
  }
}
