/**
 * The demo catalogue of a running registry, read back through its own API: exactly what the content folder says, after
 * one undisturbed start as well as after starts that were killed on the way.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import {
  DescribeRegistriesCommand,
  ECRPUBLICClient,
  GetRepositoryCatalogDataCommand,
  type ImageTagDetail,
  ListTagsForResourceCommand,
  paginateDescribeImageTags,
  paginateDescribeRepositories,
} from '@aws-sdk/client-ecr-public'
import { fromIni } from '@aws-sdk/credential-providers'
import sharp from 'sharp'
import { afterEach, expect, test } from 'vitest'
import { type Program, startProgram } from '../../scripts/start-program.ts'
import { createFindBase } from './find-base-release.ts'
import { joinPushes } from './images/demo-push.ts'
import { toSigningKey } from './images/make-signatures.ts'
import { makeReleases } from './images/push-images.ts'
import { type DemoPublisher, type DemoRepository, readDemoContent } from './read-demo-content.ts'

const publishers = readDemoContent()
const findBase = createFindBase(publishers, 'localhost:5050')
const repositoryCount = publishers.reduce((sum, publisher) => sum + publisher.repositories.length, 0)
const cleanUp: (() => void | Promise<void>)[] = []

afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step()
})

test('a first start makes the whole catalogue with its images, within thirty seconds on a busy machine', async () => {
  const dataDir = makeDataDir()
  const startedAt = performance.now()
  const registry = startRegistry(dataDir)
  await registry.waitForDemo(repositoryCount)
  expect(performance.now() - startedAt).toBeLessThan(30_000)
  await expectCatalogue(await registry.endpoint, dataDir)

  await registry.program.stop()
  expectNoTemporaryKeys(dataDir)
})

test('a start that is killed on the way is completed by the next one', async () => {
  const dataDir = makeDataDir()
  for (const killAt of [1, 9, 23, repositoryCount - 1]) {
    const registry = startRegistry(dataDir)
    await registry.waitForDemo(killAt)
    registry.program.kill()
    await registry.program.ended
  }
  const registry = startRegistry(dataDir)
  await registry.waitForDemo(repositoryCount)
  await expectCatalogue(await registry.endpoint, dataDir)
  await registry.program.stop()
  expectNoTemporaryKeys(dataDir)

  const next = startRegistry(dataDir)
  await expectCatalogue(await next.endpoint, dataDir)
  expect(next.lines.filter((line) => line.includes('demo catalogue'))).toEqual([])
})

test('DEMO=0 leaves an empty registry', async () => {
  const dataDir = makeDataDir()
  const registry = startRegistry(dataDir, { DEMO: '0' })
  const client = openClient(await registry.endpoint, dataDir)
  const { registries = [] } = await client.send(new DescribeRegistriesCommand({}))
  expect(registries).toHaveLength(1)
  expect(await listRepositories(client, registries[0]?.registryId ?? '')).toEqual([])
})

async function expectCatalogue(endpoint: string, dataDir: string): Promise<void> {
  const client = openClient(endpoint, dataDir)
  const { registries = [] } = await client.send(new DescribeRegistriesCommand({}))
  const demo = registries.filter((registry) =>
    publishers.some(({ accountId }) => accountId === registry.registryId),
  )
  expect(demo.map(({ registryId, verified }) => ({ accountId: registryId, verified }))).toEqual(
    publishers
      .map(({ accountId, verified }) => ({ accountId, verified }))
      .sort((a, b) => a.accountId.localeCompare(b.accountId)),
  )
  for (const publisher of publishers) {
    const registry = demo.find(({ registryId }) => registryId === publisher.accountId)
    expect(registry?.aliases?.find((alias) => alias.primaryRegistryAlias)?.name).toBe(publisher.alias)
    await expectRepositories(client, publisher)
  }
  expect(await readProfiles(endpoint)).toEqual(
    new Map(
      publishers.map(({ accountId, displayName, description, website }) => [
        accountId,
        [displayName, description || null, website || null],
      ]),
    ),
  )
}

async function expectRepositories(client: ECRPUBLICClient, publisher: DemoPublisher): Promise<void> {
  const stored = await listRepositories(client, publisher.accountId)
  const names = publisher.repositories.map(({ name }) => name).sort()
  expect(stored.map(({ repositoryName }) => repositoryName)).toEqual(names)
  const withAddresses = (text: string | undefined) =>
    text?.replaceAll('{{host}}', 'localhost:5050').replaceAll('{{gallery}}', 'http://localhost:3000')

  for (const repository of publisher.repositories) {
    const reference = { registryId: publisher.accountId, repositoryName: repository.name }
    const { catalogData } = await client.send(new GetRepositoryCatalogDataCommand(reference))
    expect(catalogData?.description).toBe(repository.description)
    expect(catalogData?.architectures).toEqual(repository.architectures)
    expect(catalogData?.operatingSystems).toEqual(repository.operatingSystems)
    expect(catalogData?.aboutText).toBe(withAddresses(repository.aboutText))
    expect(catalogData?.usageText).toBe(withAddresses(repository.usageText))
    expect(catalogData?.logoUrl !== undefined).toBe(repository.logoSvg !== undefined)
    if (catalogData?.logoUrl !== undefined) await expectLogo(client, catalogData.logoUrl)

    const resourceArn = `arn:aws:ecr-public::${publisher.accountId}:repository/${repository.name}`
    const { tags = [] } = await client.send(new ListTagsForResourceCommand({ resourceArn }))
    const { 'public-gallery:signing-key': signingKey, ...others } = Object.fromEntries(
      tags.map(({ Key, Value }) => [Key, Value]),
    )
    expect(others).toEqual(repository.resourceTags)
    const { images } = repository
    const isSigned = images?.kind === 'image' && images.releases.some(({ signed }) => signed)
    expect(signingKey !== undefined, repository.name).toBe(isSigned)
    expect(await readImageTags(client, reference)).toEqual(toImageTags(publisher, repository))
  }
}

/** Digests by tag, as they come out of the content folder. */
function toImageTags(publisher: DemoPublisher, repository: DemoRepository) {
  const { name, description = '', images, licence, source } = repository
  if (!images) return {}
  const { alias, displayName } = publisher
  const { manifests } = joinPushes(
    makeReleases(images, {
      alias,
      repositoryName: name,
      publisherName: displayName || alias,
      description,
      host: 'localhost:5050',
      madeAt: '2026-11-20T06:00:00Z',
      licence,
      source,
      // Of the tags' digests, which no signature changes.
      signingKey: toSigningKey(Buffer.alloc(32)),
      history: repository.history,
      findBase,
    }),
  )
  return Object.fromEntries(manifests.flatMap(({ tags, digest }) => tags.map((tag) => [tag, digest])))
}

async function readImageTags(
  client: ECRPUBLICClient,
  reference: { registryId: string; repositoryName: string },
) {
  const details: ImageTagDetail[] = []
  for await (const page of paginateDescribeImageTags({ client }, reference)) {
    details.push(...(page.imageTagDetails ?? []))
  }
  return Object.fromEntries(details.map(({ imageTag, imageDetail }) => [imageTag, imageDetail?.imageDigest]))
}

async function expectLogo(client: ECRPUBLICClient, logoUrl: string): Promise<void> {
  const { hostname, port } = (await client.config.endpoint?.()) ?? {}
  const response = await fetch(`http://${hostname}:${port}${new URL(logoUrl).pathname}`)
  expect(response.headers.get('content-type')).toBe('image/png')
  const { width, height, channels } = await sharp(await response.arrayBuffer()).metadata()
  expect({ width, height, channels }).toEqual({ width: 256, height: 256, channels: 4 })
}

async function listRepositories(client: ECRPUBLICClient, registryId: string) {
  const found = []
  for await (const page of paginateDescribeRepositories({ client, pageSize: 5 }, { registryId })) {
    found.push(...(page.repositories ?? []))
  }
  return found
}

/** Of each publisher what stands beside the repositories: name, description and website. */
async function readProfiles(endpoint: string) {
  const response = await fetch(`${endpoint}/gallery/registries`)
  const { registries } = (await response.json()) as {
    registries: { registryId: string; displayName: string; description: unknown; website: unknown }[]
  }
  return new Map(
    registries
      .filter(({ registryId }) => publishers.some(({ accountId }) => accountId === registryId))
      .map(({ registryId, displayName, description, website }) => [
        registryId,
        [displayName, description, website],
      ]),
  )
}

function expectNoTemporaryKeys(dataDir: string): void {
  const database = new DatabaseSync(join(dataDir, 'metadata.sqlite'), { readOnly: true })
  const users = database
    .prepare(
      `SELECT coalesce(user.name, access_key.kind) AS name FROM access_key LEFT JOIN user USING (user_id)
       ORDER BY 1`,
    )
    .all()
  database.close()
  expect(users.map((row) => row.name)).toEqual(['admin', 'gallery'])
}

function openClient(endpoint: string, dataDir: string): ECRPUBLICClient {
  const credentials = fromIni({
    profile: 'gallery',
    filepath: join(dataDir, 'credentials'),
    ignoreCache: true,
  })
  const client = new ECRPUBLICClient({ endpoint, region: 'us-east-1', credentials })
  cleanUp.push(() => client.destroy())
  return client
}

interface RunningRegistry {
  program: Program
  lines: string[]
  endpoint: Promise<string>
  /** Resolves when so many repositories have been reported. */
  waitForDemo(count: number): Promise<void>
}

function startRegistry(dataDir: string, environment: Record<string, string> = {}): RunningRegistry {
  const lines: string[] = []
  const waiting = new Set<() => void>()
  const program = startProgram({
    name: 'registry',
    command: ['registry/main.ts'],
    environment: { DATA_DIR: dataDir, REGISTRY_PORT: '0', REGISTRY_HOST: 'localhost:5050', ...environment },
    onLine(line) {
      lines.push(line)
      for (const look of waiting) look()
    },
  })
  cleanUp.push(() => program.stop())
  const waitFor = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const match = lines.map((line) => pattern.exec(line)?.[1]).find((found) => found !== undefined)
        if (match !== undefined) resolve(match)
      }
      waiting.add(look)
      look()
      program.ended.then(({ reason }) =>
        reject(new Error(`The registry ended (${reason}):\n${lines.join('\n')}`)),
      )
    })
  const endpoint = waitFor(/listening on (http:\/\/127\.0\.0\.1:\d+)/)
  // A test that kills the program while it starts does not ask for the address.
  endpoint.catch(() => {})
  return {
    program,
    lines,
    endpoint,
    waitForDemo: async (count) => {
      await waitFor(new RegExp(`demo catalogue: (${count}) of ${repositoryCount}\\b`))
    },
  }
}

function makeDataDir(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'demo-registry-'))
  cleanUp.push(() => rmSync(dataDir, { recursive: true }))
  return dataDir
}
