/**
 * Several galleries on one registry: each has its own index, and all of them agree once publishers pause; one that is
 * restarted goes on in the change feed and reads nothing twice.
 */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  ECRPUBLICClient,
  PutRegistryCatalogDataCommand,
  PutRepositoryCatalogDataCommand,
} from '@aws-sdk/client-ecr-public'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import type { SearchQuery } from '#lib/catalog/query/search-query.ts'
import { startTestRegistry, type TestRegistry } from '#testing/restartable-registry.ts'
import { toTestQuery } from '#testing/test-catalog.ts'
import { startTestSync, type TestSync } from '#testing/test-sync.ts'

const everything = toTestQuery({ sort: 'name' })

let registry: TestRegistry
let publisher: ECRPUBLICClient
let folder: string
const syncs: TestSync[] = []

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'replicas-'))
  registry = await startTestRegistry()
  publisher = new ECRPUBLICClient({
    endpoint: registry.endpoint,
    region: 'us-east-1',
    credentials: registry.readKeys('admin'),
  })
})

afterEach(async () => {
  await Promise.all(syncs.splice(0).map((sync) => sync.stop()))
  await registry.remove()
  rmSync(folder, { recursive: true })
})

function startGallery(name: string): TestSync {
  const variables = {
    DATA_DIR: registry.dataDir,
    REGISTRY_PORT: String(registry.port),
    SYNC_INTERVAL_SECONDS: '300',
  }
  const sync = startTestSync({ variables, file: join(folder, `${name}.sqlite`) })
  syncs.push(sync)
  return sync
}

async function stop(sync: TestSync): Promise<void> {
  syncs.splice(syncs.indexOf(sync), 1)
  await sync.stop()
}

/** What a gallery answers to searches, on all their pages, with counts. */
function ask({ index: { catalog } }: TestSync) {
  const searches: Partial<SearchQuery>[] = [
    {},
    { text: 'harbour' },
    { architectures: ['ARM 64'] },
    { text: 'round', operatingSystems: ['Windows'] },
    { sort: 'updated' },
  ]
  return searches.map((given) => {
    const query = { ...everything, ...given }
    const { pageCount, totalResults, facets } = catalog.search(query)
    const pages = Array.from({ length: pageCount }, (_, at) => catalog.search({ ...query, page: at + 1 }))
    return { totalResults, facets, repositories: pages.flatMap(({ repositories }) => repositories) }
  })
}

/** The number of the last change that the registry's feed has. */
async function readLastChange(): Promise<number> {
  const answer = await fetch(`${registry.endpoint}/gallery/changes?since=0&wait=0`)
  const { sequence } = z.object({ sequence: z.number() }).parse(await answer.json())
  return sequence
}

async function publish(position: number, round: number): Promise<void> {
  const repositoryName = `team-${position % 5}/app-${position}`
  const catalogData = {
    description: `App ${position} of the harbour, round ${round}`,
    architectures: [round % 2 === 0 ? 'ARM 64' : 'x86-64'],
    operatingSystems: [position % 3 === 0 ? 'Windows' : 'Linux'],
  }
  if (round === 0) await publisher.send(new CreateRepositoryCommand({ repositoryName, catalogData }))
  else if (position % 4 === round) await publisher.send(new DeleteRepositoryCommand({ repositoryName }))
  else if (position % 4 > round) {
    await publisher.send(new PutRepositoryCatalogDataCommand({ repositoryName, catalogData }))
  }
}

test('three galleries agree after concurrent writes, each with its own index', async () => {
  const galleries = [startGallery('one'), startGallery('two')]
  for (let round = 0; round < 3; round += 1) {
    // The third one begins in the middle.
    if (round === 1) galleries.push(startGallery('three'))
    await Promise.all(Array.from({ length: 60 }, (_, position) => publish(position, round)))
    await publisher.send(new PutRegistryCatalogDataCommand({ displayName: `Harbour ${round}` }))
  }
  const last = await readLastChange()
  for (const { index } of galleries) {
    await expect
      .poll(() => index.syncState.getSource('embedded'), { timeout: 60_000 })
      .toMatchObject({ isCrawlDone: true, feed: { sequence: last } })
  }
  const [one, ...others] = galleries
  if (one === undefined) throw new Error('There is no gallery.')
  for (const other of others) expect(ask(other)).toEqual(ask(one))
  expect(one.index.catalog.listPublishers(1).publishers[0]?.publisherName).toBe('Harbour 2')
  const found = ask(one)
  expect(found.map(({ totalResults }) => totalResults)).toEqual([30, 30, 30, 10, 30])
})

test('a gallery that is restarted goes on in the feed, and reads only what has changed', async () => {
  for (let position = 0; position < 20; position += 1) await publish(position, 0)
  const before = startGallery('one')
  await expect.poll(() => before.fullReads, { timeout: 20_000 }).toHaveLength(1)
  await stop(before)
  await publish(3, 2)
  const after = startGallery('one')
  await expect.poll(() => after.writes, { timeout: 20_000 }).toHaveLength(1)
  expect(after.records.values().next().value?.description).toBe('App 3 of the harbour, round 2')
  await publish(7, 2)
  await expect.poll(() => after.writes, { timeout: 20_000 }).toHaveLength(2)
  expect(after.fullReads).toEqual([])
  expect(ask(after)[0]?.totalResults).toBe(20)
})

test('a gallery that begins with the index of another one reads only what has changed since', async () => {
  for (let position = 0; position < 20; position += 1) await publish(position, 0)
  const first = startGallery('one')
  await expect.poll(() => first.fullReads, { timeout: 20_000 }).toHaveLength(1)
  await stop(first)
  await publish(3, 2)
  copyFileSync(join(folder, 'one.sqlite'), join(folder, 'two.sqlite'))
  const [again, other] = [startGallery('one'), startGallery('two')]
  for (const { writes } of [again, other]) {
    await expect.poll(() => writes, { timeout: 20_000 }).toHaveLength(1)
  }
  await publish(7, 2)
  for (const { writes, fullReads } of [again, other]) {
    await expect.poll(() => writes, { timeout: 20_000 }).toHaveLength(2)
    expect(fullReads).toEqual([])
  }
  expect(ask(other)).toEqual(ask(again))
})

test('a change that comes while thousands are being caught up with is not kept waiting for them', async () => {
  await publish(0, 0)
  const before = startGallery('one')
  await expect.poll(() => before.fullReads, { timeout: 20_000 }).toHaveLength(1)
  await stop(before)
  const names = Array.from({ length: 1_000 }, (_, at) => `bulk/app-${at}`)
  const create = async () => {
    for (let name = names.pop(); name !== undefined; name = names.pop()) {
      await publisher.send(new CreateRepositoryCommand({ repositoryName: name }))
    }
  }
  await Promise.all(Array.from({ length: 12 }, create))
  const after = startGallery('one')
  await expect.poll(() => after.writes.length, { timeout: 20_000, interval: 10 }).toBeGreaterThan(0)
  await publish(1, 0)
  const isLate = (key: string) => key.endsWith('/team-1/app-1')
  await expect.poll(() => after.writes.some(isLate), { timeout: 20_000 }).toBe(true)
  expect(after.writes.findIndex(isLate)).toBeLessThan(700)
  const last = await readLastChange()
  await expect
    .poll(() => after.index.syncState.getSource('embedded').feed?.sequence, { timeout: 60_000 })
    .toBeGreaterThanOrEqual(last)
  await expect.poll(() => ask(after)[0]?.totalResults, { timeout: 60_000 }).toBe(1_002)
  // Nothing was read twice.
  expect(new Set(after.writes).size).toBe(after.writes.length)
  expect(after.fullReads).toEqual([])
})
