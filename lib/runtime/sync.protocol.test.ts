/**
 * The gallery's index against the real registry, through the real SDK: what a publisher does is in the index
 * within two seconds, and when the registry cannot be read the last good data stays and the facts say why.
 */

import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createServer, request as requestHttp, type Server } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  ECRPUBLICClient,
  PutRegistryCatalogDataCommand,
  PutRepositoryCatalogDataCommand,
} from '@aws-sdk/client-ecr-public'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { logoPath } from '#lib/addresses/routes.ts'
import type { Catalog } from '#lib/catalog/catalog.ts'
import { type OpenCatalog, openCatalog } from '#lib/catalog/open-catalog.ts'
import type { CatalogChange } from '#lib/catalog/sync/catalog-change.ts'
import type { ReadFacts } from '#lib/catalog/sync/facts-queue.ts'
import { readCatalogSources } from '#lib/config/catalog-sources.ts'
import { type Config, readConfig } from '#lib/config/config.ts'
import { createRegistryClient } from '#lib/oci-client/registry-client.ts'
import { tryImageFacts } from '#lib/oci-client/try-image-facts.ts'
import { getRepositoryPulls } from '#lib/sources/ecr-public/gallery-extension.ts'
import { pushTestImage } from '#testing/push-test-image.ts'
import { startTestRegistry, type TestRegistry } from '#testing/restartable-registry.ts'
import { toTestQuery } from '#testing/test-catalog.ts'
import { publisherTag, repositoryTag } from './cache-tags.ts'
import { toStaleTags } from './revalidation.ts'
import { startSync } from './start-sync.ts'

/** What the gallery promises: this long after the API has answered. */
const freshnessMs = 2_000

interface Gallery {
  catalog: Catalog
  /** The tag of every page that was declared old. */
  staleTags: string[]
  stop(): Promise<void>
}

let registry: TestRegistry
let publisher: ECRPUBLICClient
const galleries: Gallery[] = []

beforeEach(async () => {
  registry = await startTestRegistry()
  publisher = createPublisher()
})

afterEach(async () => {
  await Promise.all(galleries.splice(0).map((gallery) => gallery.stop()))
  await registry.remove()
})

describe('the embedded registry', () => {
  test('creating, changing and deleting a repository is in the index within two seconds', async () => {
    const { catalog, staleTags } = startGallery()
    await publisher.send(
      new CreateRepositoryCommand({
        repositoryName: 'tools/sundial',
        catalogData: {
          description: 'Tells the time by the sun',
          architectures: ['x86', 'ARM 64'],
          operatingSystems: ['Linux'],
          aboutText: 'Needs a gnomon.',
        },
      }),
    )
    for (const text of ['sundial', 'x86', 'Linux', 'ARM 64', 'gnomon']) {
      await expectSoon(() => find(catalog, text)).toEqual(['tools/sundial'])
    }
    const [found] = search(catalog, 'sundial').repositories
    const alias = found?.registryAlias ?? ''
    expect(alias).toMatch(/^(?:[a-z][0-9]){4}$/)
    await expectSoon(() => staleTags).toEqual(
      expect.arrayContaining([publisherTag(alias), repositoryTag(alias, 'tools/sundial')]),
    )

    staleTags.length = 0
    const changedAt = Date.now()
    await publisher.send(
      new PutRepositoryCatalogDataCommand({
        repositoryName: 'tools/sundial',
        catalogData: { description: 'Works by moonlight as well', operatingSystems: ['Windows'] },
      }),
    )
    await expectSoon(() => find(catalog, 'moonlight')).toEqual(['tools/sundial'])
    expect(find(catalog, 'gnomon')).toEqual([])
    expect(Date.parse(search(catalog, 'moonlight').repositories[0]?.updatedAt ?? '')).toBeGreaterThan(
      changedAt - 1_000,
    )
    await expectSoon(() => staleTags).toContain(repositoryTag(alias, 'tools/sundial'))

    await publisher.send(new PutRegistryCatalogDataCommand({ displayName: 'Hours & Co' }))
    await expectSoon(() => catalog.findPublisher(alias)?.publisherName).toBe('Hours & Co')
    expect(find(catalog, 'hours')).toEqual(['tools/sundial'])

    staleTags.length = 0
    const registryId = catalog.findPublisher(alias)?.registryId
    await operate('registry/describe', {
      account: registryId,
      description: 'Tells the hour.',
      website: 'https://hours.example',
    })
    await expectSoon(() => catalog.findPublisher(alias)).toMatchObject({
      description: 'Tells the hour.',
      website: 'https://hours.example/',
    })
    await expectSoon(() => staleTags).toContain(publisherTag(alias))

    await publisher.send(new DeleteRepositoryCommand({ repositoryName: 'tools/sundial' }))
    await expectSoon(() => catalog.findRepository(alias, 'tools/sundial')).toBeNull()
    expect(catalog.facts()).toMatchObject({ repositoryCount: 0, syncError: null })
  })

  test('a custom alias and the default one lead to the same repository, until the custom one is released', async () => {
    await createRepository('harbor')
    const { catalog, staleTags } = startGallery()
    await expectSoon(() => find(catalog, 'harbor')).toEqual(['harbor'])
    const [found] = search(catalog, 'harbor').repositories
    const { registryAlias: standard = '' } = found ?? {}
    const { accounts } = await operate('account/list')
    const named = { account: accounts[0].accountId, name: 'seagrass' }
    await operate('alias/request', named)
    await operate('alias/approve', named)
    await expectSoon(() => catalog.findRepository('seagrass', 'harbor')?.registryAlias).toBe(standard)

    await operate('alias/set-primary', named)
    await expectSoon(() => catalog.findRepository(standard, 'harbor')?.registryAlias).toBe('seagrass')
    await expectSoon(() => staleTags).toEqual(
      expect.arrayContaining([
        repositoryTag(standard, 'harbor'),
        repositoryTag('seagrass', 'harbor'),
        publisherTag('seagrass'),
      ]),
    )

    staleTags.length = 0
    await operate('alias/release', named)
    await expectSoon(() => catalog.findRepository('seagrass', 'harbor')).toBeNull()
    expect(catalog.findRepository(standard, 'harbor')?.registryAlias).toBe(standard)
    await expectSoon(() => staleTags).toContain(repositoryTag('seagrass', 'harbor'))
  })

  test('what images run on is found by filters soon after a push, whatever the publisher declares', async () => {
    const { catalog, staleTags } = startGallery()
    await publisher.send(
      new CreateRepositoryCommand({
        repositoryName: 'tools/web',
        catalogData: { architectures: ['x86-64', 'ARM'], operatingSystems: ['Linux'] },
      }),
    )
    await expectSoon(() => find(catalog, 'web')).toEqual(['tools/web'])
    const alias = search(catalog, 'web').repositories[0]?.registryAlias ?? ''
    expect(find(catalog, 'ARM 64')).toEqual([])

    const target = { endpoint: registry.endpoint, publisher }
    await pushTestImage(target, `${alias}/tools/web`, '1.0', ['linux/amd64', 'linux/arm64'])
    await expectSoon(() => find(catalog, 'ARM 64')).toEqual(['tools/web'])
    await expectSoon(() => staleTags).toContain(repositoryTag(alias, 'tools/web'))
    // Declared, though there is none.
    expect(countArchitecture(catalog, 'ARM')).toBe(1)
    expect(catalog.findImagePlatforms(alias, 'tools/web')).toEqual({
      tag: '1.0',
      operatingSystems: ['Linux'],
      architectures: ['x86-64', 'ARM 64'],
    })

    await pushTestImage(target, `${alias}/tools/web`, '2.0', ['windows/amd64'])
    await expectSoon(() => find(catalog, 'Windows')).toEqual(['tools/web'])
    expect(find(catalog, 'ARM 64')).toEqual([])
    expect(countArchitecture(catalog, 'ARM 64')).toBe(0)
  })

  test('a registry that does not answer for its images holds nothing up', async () => {
    const asked: string[] = []
    const { catalog } = startGallery(({ repositoryUri }) => {
      asked.push(repositoryUri)
      return new Promise(() => {})
    })
    await createRepository('first')
    await expectSoon(() => find(catalog, 'first')).toEqual(['first'])
    const alias = search(catalog, 'first').repositories[0]?.registryAlias ?? ''
    await pushTestImage({ endpoint: registry.endpoint, publisher }, `${alias}/first`, '1.0', ['linux/arm64'])
    await expectSoon(() => asked.length).toBe(1)
    await createRepository('second')
    await expectSoon(() => find(catalog, 'second')).toEqual(['second'])
    expect(catalog.facts().syncError).toBeNull()
  })

  test('pulls are counted and make a repository popular; what the gallery itself reads is none', async () => {
    const { catalog } = startGallery(readFacts, '1')
    for (const name of ['quiet', 'loved']) await createRepository(name)
    await expectSoon(() => catalog.listRecentlyUpdated(2)).toHaveLength(2)
    const alias = search(catalog, 'quiet').repositories[0]?.registryAlias ?? ''
    for (const name of ['quiet', 'loved']) {
      await pushTestImage({ endpoint: registry.endpoint, publisher }, `${alias}/${name}`, '1.0', [
        'linux/386',
      ])
      await expectSoon(() => catalog.findImagePlatforms(alias, name)?.architectures).toEqual(['x86'])
    }
    await pull(alias, 'loved', '1.0')
    await pull(alias, 'loved', '1.0')
    // The registry writes its counts down every five seconds.
    await expectSoon(() => catalog.listPopular(1)[0]?.pullCount, 12_000).toBe(2)
    expect(catalog.listPopular(2).map(({ repositoryName }) => repositoryName)).toEqual(['loved', 'quiet'])
    expect(catalog.findRepository(alias, 'quiet')?.pullCount).toBe(0)

    const pulls = await getRepositoryPulls(registry.endpoint, alias, 'loved')
    expect(pulls).toMatchObject({ total: 2, tags: [{ tag: '1.0', count: 2 }] })
    expect(pulls?.days.map(({ count }) => count)).toEqual([...Array(29).fill(0), 2])
    expect(await getRepositoryPulls(registry.endpoint, alias, 'nothing')).toBeNull()
  })

  test('a gallery that starts before the registry waits without an error', async () => {
    await createRepository('early/bird')
    await registry.stop()
    const { catalog } = startGallery()
    await sleep(700)
    expect(catalog.facts()).toMatchObject({ syncedAt: null, syncError: null })
    await registry.start()
    await expectSoon(() => find(catalog, 'bird'), 4_000).toEqual(['early/bird'])
  })

  test('while the registry is away the last good data stays and the facts say why; then it catches up', async () => {
    await createRepository('stays')
    const { catalog } = startGallery()
    await expectSoon(() => catalog.facts().syncedAt).not.toBeNull()
    await registry.stop()
    await expectSoon(() => catalog.facts().syncError, 4_000).toMatch(
      new RegExp(`http://127.0.0.1:${registry.port} cannot be reached.*REGISTRY_PORT`),
    )
    expect(find(catalog, 'stays')).toEqual(['stays'])
    await registry.start()
    await createRepository('came-later')
    await expectSoon(() => find(catalog, 'later'), 4_000).toEqual(['came-later'])
    expect(catalog.facts().syncError).toBeNull()
  })

  test('another store behind the same address is read from the start', async () => {
    await createRepository('of-the-old-store')
    const { catalog } = startGallery()
    await expectSoon(() => find(catalog, 'store')).toEqual(['of-the-old-store'])
    await registry.stop()
    rmSync(registry.dataDir, { recursive: true })
    await registry.start()
    publisher = createPublisher()
    await createRepository('of-the-new-store')
    await expectSoon(() => find(catalog, 'store'), 6_000).toEqual(['of-the-new-store'])
  })
})

describe('an endpoint with credentials from the environment, as on AWS', () => {
  test("reads the caller's own registry", async () => {
    await createRepository('own')
    const { catalog } = startGalleryByEnvironment(registry.readKeys('admin'))
    await expectSoon(() => find(catalog, 'own')).toEqual(['own'])
    await createRepository('next')
    await expectSoon(() => find(catalog, 'next')).toEqual(['next'])
  })

  test('without a change feed it is read from time to time, with the display name of the caller', async () => {
    await publisher.send(new PutRegistryCatalogDataCommand({ displayName: 'Plain & Simple' }))
    await createRepository('first')
    const proxy = await startApiOnlyProxy(registry.endpoint)
    const { catalog } = startGalleryByEnvironment(registry.readKeys('admin'), proxy.url)
    await expectSoon(() => find(catalog, 'plain simple')).toEqual(['first'])
    await createRepository('second')
    await publisher.send(new DeleteRepositoryCommand({ repositoryName: 'first' }))
    await expectSoon(() => find(catalog, 'plain'), 4_000).toEqual(['second'])
    proxy.server.closeAllConnections()
    proxy.server.close()
  })

  test('wrong credentials are explained', async () => {
    const { accessKeyId } = registry.readKeys('gallery')
    const { catalog } = startGalleryByEnvironment({ accessKeyId, secretAccessKey: 'not-the-secret' })
    await expectSoon(() => catalog.facts().syncError).toMatch(
      /does not accept the credentials.*AWS_ACCESS_KEY_ID/,
    )
    expect(catalog.facts().syncError).not.toContain('not-the-secret')
    expect(catalog.facts().syncedAt).toBeNull()
  })

  test('an endpoint where nothing listens is explained', async () => {
    await registry.stop()
    const { catalog } = startGalleryByEnvironment({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' })
    await expectSoon(() => catalog.facts().syncError, 4_000).toMatch(/cannot be reached.*ECR_PUBLIC_ENDPOINT/)
  })
})

function createPublisher(): ECRPUBLICClient {
  return new ECRPUBLICClient({
    endpoint: registry.endpoint,
    region: 'us-east-1',
    credentials: registry.readKeys('admin'),
  })
}

/** The API and nothing besides, as the real service: whatever else is asked for is not found. */
async function startApiOnlyProxy(endpoint: string): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    if (request.method !== 'POST' || request.url !== '/') {
      response.writeHead(404).end()
      return
    }
    const { method, headers } = request
    const forwarded = requestHttp(endpoint, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    forwarded.on('error', () => response.destroy())
    request.pipe(forwarded)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, server }
}

async function createRepository(repositoryName: string): Promise<void> {
  await publisher.send(new CreateRepositoryCommand({ repositoryName }))
}

function startGallery(read = readFacts, syncIntervalSeconds = ''): Gallery {
  const config = readConfig({
    DATA_DIR: registry.dataDir,
    REGISTRY_PORT: String(registry.port),
    SYNC_INTERVAL_SECONDS: syncIntervalSeconds,
  })
  return startWith(config, read)
}

/** Asks the operator API of the running registry, and answers the result. */
async function operate(verb: string, body: object = {}) {
  const socketPath = join(registry.dataDir, 'operator.sock')
  const outgoing = requestHttp({ socketPath, method: 'POST', path: `/operator/${verb}`, agent: false })
  outgoing.end(JSON.stringify(body))
  const [response] = await once(outgoing, 'response')
  const answer = JSON.parse(await text(response))
  expect(answer).toHaveProperty('result')
  return answer.result
}

/** As in start-catalog.ts. */
const readFacts: ReadFacts = ({ repositoryUri: uri, digest: reference }) => {
  const client = createRegistryClient({
    baseUrl: registry.endpoint,
    otherHosts: [`localhost:${registry.port}`],
  })
  return tryImageFacts(client, uri.slice(uri.indexOf('/') + 1), reference)
}

/** As a client pulls an image by its tag. */
async function pull(alias: string, name: string, tag: string): Promise<void> {
  const { token } = await (await fetch(`${registry.endpoint}/token/`)).json()
  const response = await fetch(`${registry.endpoint}/v2/${alias}/${name}/manifests/${tag}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  await response.body?.cancel()
  expect(response.status).toBe(200)
}

function startGalleryByEnvironment(
  keys: { accessKeyId: string; secretAccessKey: string },
  endpoint = registry.endpoint,
): Gallery {
  const before = { ...process.env }
  process.env.AWS_ACCESS_KEY_ID = keys.accessKeyId
  process.env.AWS_SECRET_ACCESS_KEY = keys.secretAccessKey
  delete process.env.AWS_PROFILE
  delete process.env.AWS_SESSION_TOKEN
  const gallery = startWith(
    readConfig({ ECR_PUBLIC_ENDPOINT: endpoint, DATA_DIR: '/nowhere', SYNC_INTERVAL_SECONDS: '1' }),
  )
  const { stop } = gallery
  gallery.stop = async () => {
    await stop()
    process.env = before
  }
  return gallery
}

function startWith(config: Config, read = readFacts): Gallery {
  const index: OpenCatalog = openCatalog({
    file: ':memory:',
    source: 'test',
    pageSize: 24,
    toLogoSrc: logoPath,
  })
  const stopped = new AbortController()
  const staleTags: string[] = []
  const { ended } = startSync(config, {
    sources: readCatalogSources(config),
    writer: index.writer,
    state: index.syncState,
    onChange: (change: CatalogChange) => staleTags.push(...toStaleTags(change)),
    onFullRead: () => undefined,
    readFacts: (_, image) => read(image),
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined },
    signal: stopped.signal,
  })
  const gallery: Gallery = {
    catalog: index.catalog,
    staleTags,
    stop: async () => {
      stopped.abort()
      await ended
      index.close()
    },
  }
  galleries.push(gallery)
  return gallery
}

function search(catalog: Catalog, text: string) {
  return catalog.search(toTestQuery({ text }))
}

function countArchitecture(catalog: Catalog, label: string): number | undefined {
  return search(catalog, '').facets.architectures.find(({ value }) => value === label)?.count
}

function find(catalog: Catalog, text: string): string[] {
  return search(catalog, text).repositories.map(({ repositoryName }) => repositoryName)
}

function expectSoon<Value>(read: () => Value, timeout = freshnessMs) {
  return expect.poll(read, { timeout, interval: 10 })
}
