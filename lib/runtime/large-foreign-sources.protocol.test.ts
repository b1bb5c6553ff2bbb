/** Large sources that are no ECR Public API: all of it is found, each once, within bounds of requests, and a stop loses nothing. */
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startTestSync, type TestSync } from '#testing/test-sync.ts'

let folder: string
const cleanUps: (() => Promise<void>)[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'large-sources-'))
})
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
  rmSync(folder, { recursive: true })
})

function startSync(entry: object, file = ':memory:'): TestSync {
  const path = join(folder, 'sources.json')
  writeFileSync(path, JSON.stringify([entry]))
  const sync = startTestSync({
    variables: { CATALOG_SOURCES_FILE: path, SYNC_INTERVAL_SECONDS: '3600' },
    file,
  })
  cleanUps.push(sync.stop)
  return sync
}

type Answer = [status: number, body: unknown, headers?: Record<string, string>]

async function serve(answer: (request: IncomingMessage) => Promise<Answer>): Promise<string> {
  const server = createServer(async (request, response) => {
    const [status, content, headers = {}] = await answer(request)
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(content))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanUps.push(async () => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const soon = { timeout: 110_000, interval: 100 }

interface Search {
  searchTerm?: string
  nextToken?: string
  maxResults?: number
}

test('more results than a search gives are found in slices, each repository once', async () => {
  const letters = 'abcdefghij'
  const all = Array.from({ length: 6_000 }, (_, at) => ({
    repositoryName: `${letters[at % 10]}${letters[Math.floor(at / 10) % 10]}-app-${at}`,
    primaryRegistryAliasName: `publisher${at % 50}`,
    displayName: `Publisher ${at % 50}`,
    registryVerified: false,
    downloadCount: at,
  }))
  let searches = 0
  const url = await serve(async (request) => {
    if (request.url !== '/searchRepositoryCatalogData') return [200, { imageTagDetails: [] }]
    searches += 1
    const { searchTerm = '', nextToken, maxResults = 100 } = (await json(request)) as Search
    const found = all.filter(({ repositoryName }) => repositoryName.startsWith(searchTerm))
    const from = Number(nextToken ?? 0)
    const to = Math.min(from + maxResults, found.length, 2_500)
    const hasMore = to < Math.min(found.length, 2_500)
    const page = found.slice(from, to)
    return [
      200,
      {
        repositoryCatalogSearchResultList: page,
        totalResults: found.length,
        ...(hasMore && { nextToken: String(to) }),
      },
    ]
  })
  const sync = startSync({
    kind: 'ecr-public-gallery',
    name: 'public',
    endpoint: url,
    maxRepositories: 10_000,
    requestsPerSecond: 50,
  })
  const count = () => sync.index.syncState.countSource('public')
  await expect.poll(() => count().repositories, soon).toBe(6_000)
  expect(count().registries).toBe(50)
  // 25 pages before it is known that there are more, then 36 slices of which ten have six pages each.
  expect(searches).toBeLessThan(130)
}, 120_000)

test('10,000 repositories of a plain registry cost a request each and the lists, also over a stop', async () => {
  const names = Array.from({ length: 10_000 }, (_, at) => `team-${at % 100}/app-${at}`).sort()
  let asked = 0
  const url = await serve(async ({ url = '' }) => {
    asked += 1
    const { pathname, searchParams } = new URL(url, 'http://registry.example')
    if (pathname !== '/v2/_catalog') return pathname.endsWith('/tags/list') ? [200, { tags: [] }] : [404, {}]
    const from = names.indexOf(searchParams.get('last') ?? '') + 1
    const repositories = names.slice(from, from + 1_000)
    const link = `</v2/_catalog?n=1000&last=${encodeURIComponent(repositories.at(-1) ?? '')}>; rel="next"`
    return [200, { repositories }, from + 1_000 < names.length ? { link } : {}]
  })
  const entry = { kind: 'oci', name: 'lab', endpoint: url, alias: 'lab' }
  const file = join(folder, 'index.sqlite')
  const first = startSync(entry, file)
  await expect.poll(() => asked, { ...soon, interval: 20 }).toBeGreaterThan(2_000)
  await first.stop()
  cleanUps.pop()
  const second = startSync(entry, file)
  await expect.poll(() => second.fullReads, soon).toEqual(['lab'])
  expect(second.index.syncState.countSource('lab')).toMatchObject({ repositories: 10_000, unread: 0 })
  // Twice the ten pages of the list, and what was under way at the stop.
  expect(asked).toBeLessThanOrEqual(10_000 + 20 + 200)
}, 120_000)

test('an API that fails is left alone after five calls in a row', async () => {
  let calls = 0
  const url = await serve(async () => {
    calls += 1
    return [500, {}]
  })
  const path = join(folder, 'sources.json')
  writeFileSync(
    path,
    JSON.stringify([{ kind: 'ecr-public-gallery', name: 'public', endpoint: url, requestsPerSecond: 50 }]),
  )
  const sync = startTestSync({ variables: { CATALOG_SOURCES_FILE: path, SYNC_INTERVAL_SECONDS: '1' } })
  cleanUps.push(sync.stop)
  await expect.poll(() => calls, soon).toBe(5)
  await new Promise((resolve) => setTimeout(resolve, 3_000))
  expect(calls).toBe(5)
  expect(sync.index.syncState.getSource('public').problem).not.toBeNull()
}, 120_000)
