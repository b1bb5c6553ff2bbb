/** Sources that are no ECR Public API, against real programs: a plain registry, and what a gallery's anonymous API has been seen to answer. */
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { CreateRepositoryCommand, ECRPUBLICClient } from '@aws-sdk/client-ecr-public'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { readProfile } from '#testing/read-profile.ts'
import { type DockerRegistry, startDockerRegistry } from '#testing/start-docker-registry.ts'
import { startTestRegistry } from '#testing/start-test-registry.ts'
import { toTestQuery } from '#testing/test-catalog.ts'
import { startTestSync, type TestSync } from '#testing/test-sync.ts'

let folder: string
const cleanUps: (() => Promise<void>)[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'foreign-sources-'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
  rmSync(folder, { recursive: true })
})

/** @param indexFile of the index; in memory when it is not given */
function startSync(entries: readonly object[], indexFile?: string): TestSync {
  const path = join(folder, 'sources.json')
  writeFileSync(path, JSON.stringify(entries))
  const variables = {
    CATALOG_SOURCES_FILE: path,
    SYNC_INTERVAL_SECONDS: indexFile === undefined ? '1' : '3600',
  }
  const sync = startTestSync({ variables, ...(indexFile !== undefined && { file: indexFile }) })
  cleanUps.push(sync.stop)
  return sync
}

async function startRegistry(): Promise<DockerRegistry> {
  const registry = await startDockerRegistry()
  cleanUps.push(registry.remove)
  return registry
}

const find = ({ index }: TestSync, text: string) =>
  index.catalog.search(toTestQuery({ text })).repositories.map((one) => one.repositoryName)

const soon = { timeout: 20_000, interval: 50 }

describe('a plain registry', () => {
  test('is listed, described by its images, and named as it is pulled', async () => {
    const registry = await startRegistry()
    await registry.push('team/app', '1.0')
    const digest = await registry.push('team/app', '2.0', {
      annotations: {
        'org.opencontainers.image.description': 'Counts gulls on piers',
        'org.opencontainers.image.documentation': 'https://docs.example/gulls',
        'org.opencontainers.image.created': '2024-05-06T07:08:09Z',
      },
    })
    await registry.push('tools/nested/cli', 'latest', {
      labels: { 'org.opencontainers.image.description': 'Speaks to lighthouses' },
    })
    await registry.push('x', 'latest')
    const sync = startSync([
      {
        kind: 'oci',
        name: 'lab',
        endpoint: registry.url,
        alias: 'the-lab',
        displayName: 'The Lab',
        verified: true,
      },
    ])
    await expect.poll(() => sync.fullReads, soon).toEqual(['lab'])
    const { catalog, syncState } = sync.index
    expect(find(sync, 'gulls')).toEqual(['team/app'])
    expect(find(sync, 'lighthouses')).toEqual(['tools/nested/cli'])
    expect(catalog.findRepository('the-lab', 'team/app')).toMatchObject({
      publisherName: 'The Lab',
      verified: true,
      newestTag: '2.0',
      updatedAt: '2024-05-06T07:08:09.000Z',
    })
    expect(sync.records.get('oci-lab/team/app')?.tags).toEqual([{ tag: '2.0', digest }])
    expect(syncState.findImageHost('oci-lab')).toBe(`${registry.host}/`)
    // A name that pages cannot have is left out, and said.
    expect(sync.running.getActivity('lab')?.skipped).toMatchObject({ count: 1, examples: [{ name: 'x' }] })

    // New and changed ones come by reading again.
    await registry.push('team/later', '1.0')
    await expect.poll(() => catalog.findRepository('the-lab', 'team/later'), soon).not.toBeNull()

    // A registry that is away empties nothing.
    await registry.stop()
    await expect.poll(() => syncState.getSource('lab').problem, soon).toMatchObject({ kind: 'unreachable' })
    expect(syncState.countSource('lab').repositories).toBe(3)
    expect(find(sync, 'gulls')).toEqual(['team/app'])
    await registry.start()
    await expect.poll(() => syncState.getSource('lab').problem, soon).toBeNull()
  })

  test('names and patterns choose', async () => {
    const registry = await startRegistry()
    const names = Array.from({ length: 12 }, (_, at) => `many/app-${at}`)
    for (const name of names) await registry.push(name, 'latest')
    await registry.push('other/app', 'latest')
    const sync = startSync([
      {
        kind: 'oci',
        name: 'lab',
        endpoint: registry.url,
        alias: 'lab',
        repositories: ['many/*', 'other/app'],
      },
      {
        kind: 'oci',
        name: 'one',
        endpoint: registry.url,
        alias: 'one',
        repositories: ['other/app', 'gone/app'],
      },
    ])
    await expect.poll(() => sync.fullReads.toSorted(), soon).toEqual(['lab', 'one'])
    expect(sync.index.syncState.countSource('lab').repositories).toBe(13)
    expect(sync.index.catalog.findRepository('one', 'other/app')).not.toBeNull()
    expect(sync.index.catalog.findRepository('one', 'gone/app')).toBeNull()
    // A list, then the tags, the manifest and the config of each.
    const { requests } = sync.running.getActivity('lab')?.requests ?? { requests: 0 }
    expect(requests).toBeGreaterThanOrEqual(1 + 3 * 13)
  })

  test('a list of many pages is read to its end, also where the registry gives fewer at once than is asked for', async () => {
    const names = Array.from({ length: 25 }, (_, at) => `many/app-${String(at).padStart(2, '0')}`)
    const server = await serve(async ({ path }) => {
      const { pathname, searchParams } = new URL(path, 'http://registry.example')
      if (pathname !== '/v2/_catalog')
        return pathname.endsWith('/tags/list') ? [200, { tags: [] }] : [404, {}]
      if (Number(searchParams.get('n') ?? 10) > 10)
        return [400, { errors: [{ code: 'PAGINATION_NUMBER_INVALID' }] }]
      const from = names.indexOf(searchParams.get('last') ?? '') + 1
      const repositories = names.slice(from, from + 10)
      const link = `</v2/_catalog?last=${encodeURIComponent(repositories.at(-1) ?? '')}&n=10>; rel="next"`
      return [200, { repositories }, from + 10 < names.length ? { link } : {}]
    })
    const sync = startSync([{ kind: 'oci', name: 'lab', endpoint: server, alias: 'lab' }])
    await expect.poll(() => sync.fullReads, soon).toEqual(['lab'])
    expect(sync.index.syncState.countSource('lab').repositories).toBe(25)
  })

  test('a first read that was stopped goes on where it was', async () => {
    const names = Array.from({ length: 600 }, (_, at) => `many/app-${at}`)
    const asked: string[] = []
    const server = await serve(async ({ path }) => {
      if (path.startsWith('/v2/_catalog')) return [200, { repositories: names }]
      asked.push(path)
      return path.includes('tags/list') ? [200, { tags: [] }] : [404, {}]
    })
    const entries = [{ kind: 'oci', name: 'lab', endpoint: server, alias: 'lab' }]
    const indexFile = join(folder, 'index.sqlite')
    const first = startSync(entries, indexFile)
    await expect.poll(() => asked.length, { ...soon, interval: 5 }).toBeGreaterThan(100)
    await first.stop()
    cleanUps.pop()
    const before = asked.length
    expect(before).toBeLessThan(600)
    const second = startSync(entries, indexFile)
    await expect.poll(() => second.fullReads, soon).toEqual(['lab'])
    expect(second.index.syncState.countSource('lab')).toMatchObject({ repositories: 600, unread: 0 })
    // What was under way at the stop is asked for again, and no more.
    expect(asked.length).toBeLessThanOrEqual(600 + 60)
  })

  test('an answer of another form takes nothing away', async () => {
    let isBroken = false
    const server = await serve(async ({ path }) => {
      if (path.startsWith('/v2/_catalog'))
        return isBroken ? [200, '<html>'] : [200, { repositories: ['team/app'] }]
      return path.includes('tags/list') ? [200, { name: 'team/app', tags: [] }] : [404, {}]
    })
    const sync = startSync([{ kind: 'oci', name: 'lab', endpoint: server, alias: 'lab' }])
    await expect.poll(() => sync.index.catalog.findRepository('lab', 'team/app'), soon).not.toBeNull()
    isBroken = true
    await expect
      .poll(() => sync.index.syncState.getSource('lab').problem, soon)
      .toMatchObject({ kind: 'not-understood', what: expect.stringContaining('_catalog') })
    expect(sync.index.catalog.findRepository('lab', 'team/app')).not.toBeNull()
  })

  test('credentials come from where the entry says, go to the registry alone, and stand in no message', async () => {
    const seen: string[] = []
    const server = await serve(async ({ path, authorization }) => {
      seen.push(authorization)
      if (authorization !== `Basic ${Buffer.from('reader:s3cret').toString('base64')}`) {
        return [401, {}, { 'www-authenticate': 'Basic realm="lab"' }]
      }
      if (path.startsWith('/v2/_catalog')) return [200, { repositories: ['team/app'] }]
      return path.includes('tags/list') ? [200, { tags: null }] : [404, {}]
    })
    const passwordFile = join(folder, 'password')
    writeFileSync(passwordFile, 'wrong\n')
    const credentials = { username: 'reader', passwordFile }
    const sync = startSync([{ kind: 'oci', name: 'lab', endpoint: server, alias: 'lab', credentials }])
    await expect
      .poll(() => sync.index.syncState.getSource('lab').problem, soon)
      .toMatchObject({ kind: 'credentials' })
    writeFileSync(passwordFile, 's3cret\n')
    await expect.poll(() => sync.index.catalog.findRepository('lab', 'team/app'), soon).not.toBeNull()
    expect(JSON.stringify(sync.index.syncState.getSource('lab'))).not.toMatch(/s3cret|wrong/)
    // A password goes only to who asks for it.
    expect(seen[0]).toBe('')
  })
})

describe('the anonymous API of another gallery', () => {
  const listed = (alias: string, name: string) => ({
    repositoryName: name,
    primaryRegistryAliasName: alias,
    displayName: `The ${alias}`,
    repositoryDescription: `What ${name} does`,
    operatingSystems: ['Linux'],
    architectures: ['x86-64'],
    registryVerified: alias === 'docker',
    downloadCount: 4711,
  })
  const tags = {
    imageTagDetails: [
      {
        imageTag: '7.0',
        createdAt: '2024-01-02T03:04:05.678Z',
        imageDetail: {
          imageDigest: `sha256:${'a'.repeat(64)}`,
          imageSizeInBytes: 1234,
          imagePushedAt: '2024-01-02T03:04:05.678Z',
          imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
        },
      },
    ],
  }

  test('is read in pages and slices, within its bounds; each repository costs one request', async () => {
    const asked: string[] = []
    const all = Array.from({ length: 250 }, (_, at) => listed(at % 2 ? 'docker' : 'other', `app-${at}`))
    const server = await serve(async ({ path, body }) => {
      asked.push(path)
      if (path === '/describeImageTags') return [200, tags]
      const from = Number(body.nextToken ?? 0)
      const next = from + 100 < all.length ? { nextToken: String(from + 100) } : {}
      return [
        200,
        { repositoryCatalogSearchResultList: all.slice(from, from + 100), totalResults: all.length, ...next },
      ]
    })
    const sync = startSync([
      {
        kind: 'ecr-public-gallery',
        name: 'public',
        endpoint: server,
        pullHost: 'images.example',
        maxRepositories: 220,
        requestsPerSecond: 50,
      },
    ])
    await expect.poll(() => sync.fullReads, soon).toEqual(['public'])
    expect(sync.index.syncState.countSource('public')).toMatchObject({ repositories: 220, registries: 2 })
    expect(sync.index.catalog.findRepository('docker', 'app-1')).toMatchObject({
      description: 'What app-1 does',
      verified: true,
      newestTag: '7.0',
      pullCount: 4711,
    })
    expect(sync.index.syncState.findImageHost('gallery-public-docker')).toBe('images.example')
    expect(asked.filter((path) => path === '/describeImageTags').length).toBeGreaterThanOrEqual(220)
    expect(asked.slice(0, 3)).toEqual(Array(3).fill('/searchRepositoryCatalogData'))
  })

  test('Retry-After, empty results and answers of another form empty nothing', async () => {
    let mode: 'well' | 'throttled' | 'empty' | 'strange' = 'well'
    let calls = 0
    const server = await serve(async ({ path }) => {
      calls += 1
      if (mode === 'throttled') return [429, {}, { 'retry-after': '120' }]
      if (mode === 'strange') return [200, { results: [] }]
      if (path === '/describeImageTags') return [200, tags]
      const found = mode === 'empty' ? [] : [listed('docker', 'redis')]
      return [200, { repositoryCatalogSearchResultList: found, totalResults: found.length }]
    })
    const entry = { kind: 'ecr-public-gallery', name: 'public', endpoint: server, requestsPerSecond: 50 }
    const sync = startSync([entry])
    const problem = () => sync.index.syncState.getSource('public').problem
    await expect.poll(() => sync.index.catalog.findRepository('docker', 'redis'), soon).not.toBeNull()
    mode = 'empty'
    await expect.poll(problem, soon).toMatchObject({ kind: 'not-understood' })
    mode = 'well'
    await expect.poll(problem, soon).toBeNull()
    mode = 'throttled'
    await expect.poll(() => sync.running.getActivity('public')?.requests.throttled, soon).toBeGreaterThan(0)
    const before = calls
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    // Left alone for as long as it asked.
    expect(calls - before).toBeLessThanOrEqual(1)
    expect(sync.index.catalog.findRepository('docker', 'redis')).not.toBeNull()
  })

  test('a registry that an earlier source gives by its API is shown once', async () => {
    const registry = await startTestRegistry()
    cleanUps.push(registry.stop)
    const keys = readProfile(registry.dataDir, 'admin')
    const publisher = new ECRPUBLICClient({ endpoint: registry.url, region: 'us-east-1', credentials: keys })
    const { repository } = await publisher.send(new CreateRepositoryCommand({ repositoryName: 'own/app' }))
    const alias = repository?.repositoryUri?.split('/')[1] ?? ''
    const server = await serve(async ({ path }) => {
      if (path === '/describeImageTags') return [200, tags]
      const found = [listed(alias, 'own/app'), listed('docker', 'redis')]
      return [200, { repositoryCatalogSearchResultList: found, totalResults: 2 }]
    })
    vi.stubEnv('AWS_ACCESS_KEY_ID', keys.accessKeyId)
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', keys.secretAccessKey)
    const sync = startSync([
      { name: 'own', endpoint: registry.url },
      { kind: 'ecr-public-gallery', name: 'public', endpoint: server, requestsPerSecond: 50 },
    ])
    const count = (source: string) => sync.index.syncState.countSource(source).repositories
    await expect.poll(() => [count('own'), count('public')], soon).toEqual([1, 1])
    expect(find(sync, 'own')).toEqual(['own/app'])
  })
})

interface Asked {
  path: string
  authorization: string
  body: { nextToken?: string }
}
type Answer = [status: number, body: unknown, headers?: Record<string, string>]

/** A server of somebody else. */
async function serve(answer: (asked: Asked) => Promise<Answer>): Promise<string> {
  const server: Server = createServer(async (request, response) => {
    const body = request.method === 'POST' ? ((await json(request)) as Asked['body']) : {}
    const { authorization = '' } = request.headers
    const [status, content, headers = {}] = await answer({ path: request.url ?? '', authorization, body })
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(typeof content === 'string' ? content : JSON.stringify(content))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanUps.push(async () => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
