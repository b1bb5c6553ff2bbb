/** What a page asks of a plain registry: a README that was pushed beside the image, and who is sent which credentials. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CreateRepositoryCommand, ECRPUBLICClient } from '@aws-sdk/client-ecr-public'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { OciEndpoint } from '#lib/config/foreign-endpoints.ts'
import { OCI_IMAGE, OCI_INDEX } from '#lib/oci/media-types.ts'
import { createPusher } from '#testing/create-pusher.ts'
import { pushTestImage } from '#testing/push-test-image.ts'
import { readProfile } from '#testing/read-profile.ts'
import { startTestRegistry, type TestRegistry } from '#testing/start-test-registry.ts'
import { createOciReader } from './create-oci-reader.ts'

let registry: TestRegistry
const cleanUps: (() => void)[] = []

beforeAll(async () => {
  registry = await startTestRegistry()
})
afterAll(() => registry.stop())
afterEach(() => {
  vi.unstubAllEnvs()
  for (const cleanUp of cleanUps.splice(0)) cleanUp()
})

const toEndpoint = (url: string, given: Partial<OciEndpoint> = {}): OciEndpoint => ({
  kind: 'oci',
  url,
  pullHost: new URL(url).host,
  alias: 'lab',
  displayName: null,
  verified: false,
  logoUrl: null,
  repositories: null,
  credentials: null,
  tokenHosts: [],
  ...given,
})

test('the About text is that of a README that refers to the image, read without a login', async () => {
  const admin = new ECRPUBLICClient({
    endpoint: registry.url,
    region: 'us-east-1',
    credentials: readProfile(registry.dataDir, 'admin'),
  })
  const { repository } = await admin.send(new CreateRepositoryCommand({ repositoryName: 'with-readme' }))
  const name = repository?.repositoryUri?.split('/').slice(1).join('/') ?? ''
  const pusher = await createPusher(admin, { registryUrl: registry.url, name })
  const image = await pusher.pushImage('1.0')
  await pusher.pushManifest(null, {
    artifactType: 'application/vnd.example.readme',
    config: { mediaType: 'application/vnd.oci.empty.v1+json', text: '{}' },
    layers: [{ mediaType: 'text/markdown', text: '# From an artifact\n' }],
    subject: image,
  })
  const reader = createOciReader('lab', toEndpoint(registry.url), null)
  const key = { registryId: 'oci-lab', repositoryName: name }
  expect(await reader.getCatalogData(key)).toMatchObject({ aboutText: '# From an artifact\n' })
})

test('a tag that becomes an index, and an image again, is read as what it is at the time', async () => {
  const publisher = new ECRPUBLICClient({
    endpoint: registry.url,
    region: 'us-east-1',
    credentials: readProfile(registry.dataDir, 'admin'),
  })
  const { repository } = await publisher.send(new CreateRepositoryCommand({ repositoryName: 'turning' }))
  const name = repository?.repositoryUri?.split('/').slice(1).join('/') ?? ''
  const reader = createOciReader('lab', toEndpoint(registry.url), null)
  const key = { registryId: 'oci-lab', repositoryName: name }
  const read = async () => {
    const [content, listed] = [
      await reader.readContent(key),
      await reader.listImageTags(key, { maxResults: 10 }),
    ]
    expect(listed?.tags.map(({ digest }) => digest)).toEqual(content?.tags.map(({ digest }) => digest))
    return listed?.tags.map(({ tag, mediaType }) => [tag, mediaType])
  }
  for (const [platforms, mediaType] of [
    [['linux/amd64'], OCI_IMAGE],
    [['linux/amd64', 'linux/arm64'], OCI_INDEX],
    [['linux/arm64'], OCI_IMAGE],
  ] as const) {
    await pushTestImage({ endpoint: registry.url, publisher }, name, '1.0', platforms)
    expect(await read()).toEqual([['1.0', mediaType]])
  }
})

interface Seen {
  path: string
  authorization: string | undefined
}

/** A registry that takes this alone, and says how a client comes by it. */
async function serve(wanted: string, challenge: (url: string) => string, seen: Seen[]): Promise<string> {
  const server = createServer((request, response) => {
    const { authorization } = request.headers
    const path = request.url ?? ''
    seen.push({ path, authorization })
    if (path.startsWith('/token')) return response.end(JSON.stringify({ token: 'given' }))
    if (authorization !== wanted) return response.writeHead(401, { 'www-authenticate': challenge(url) }).end()
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ repositories: ['team/app'], tags: [] }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  cleanUps.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return url
}

/** A registry whose lists are these; what it was asked for. */
async function serveLists(answer: (url: URL) => { body: object; link?: string } | null) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    const given = answer(new URL(request.url ?? '', 'http://registry.example'))
    if (given === null) return response.writeHead(404).end()
    response.writeHead(200, given.link === undefined ? {} : { link: given.link })
    response.end(JSON.stringify(given.body))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanUps.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

async function listNames(endpoint: OciEndpoint): Promise<string[]> {
  const names: string[] = []
  for await (const page of createOciReader('lab', endpoint, null).listRepositories('oci-lab'))
    names.push(...page.map(({ repositoryName }) => repositoryName))
  return names
}

test('a token that is given as it is goes to the registry, and nobody is asked for another', async () => {
  vi.stubEnv('LAB_TOKEN', 'as-it-is')
  const seen: Seen[] = []
  const url = await serve('Bearer as-it-is', (own) => `Bearer realm="${own}/token"`, seen)
  const credentials = { username: null, from: { variable: 'LAB_TOKEN' } }
  expect(await listNames(toEndpoint(url, { credentials }))).toEqual(['team/app'])
  expect(seen.some(({ path }) => path.startsWith('/token'))).toBe(false)
})

test('a password buys a token of the registry itself, which is then sent in its place', async () => {
  vi.stubEnv('LAB_PASSWORD', 'word')
  const seen: Seen[] = []
  const url = await serve('Bearer given', (own) => `Bearer realm="${own}/token",service="lab"`, seen)
  const credentials = { username: 'reader', from: { variable: 'LAB_PASSWORD' } }
  expect(await listNames(toEndpoint(url, { credentials }))).toEqual(['team/app'])
  const basic = `Basic ${Buffer.from('reader:word').toString('base64')}`
  const sent = seen.filter(({ authorization }) => authorization === basic)
  expect(sent.every(({ path }) => path.startsWith('/token'))).toBe(true)
  expect(sent).toHaveLength(1)
})

test.each<[string, (last: string) => string]>([
  ['a path', (last) => `</v2/_catalog?n=2&last=${last}>; rel="next"`],
  ['a path in other words', (last) => `</v2/_catalog?last=${last}&n=2>;rel=next`],
  ['an address', (last) => `<https://registry.example/v2/_catalog?last=${last}&n=2>; rel="next"`],
  ['a query alone', (last) => `<?last=${last}>; rel="next"`],
  ['several links', (last) => `</v2/_catalog?n=2>; rel="first", </v2/_catalog?n=2&last=${last}>; rel="next"`],
])('a list of repositories goes on where its link is %s, and nobody else is asked', async (_, toLink) => {
  const names = ['team/a', 'team/b', 'team/c', 'team/d', 'team/e']
  // As many as it likes, whatever is asked for.
  const { asked, url } = await serveLists(({ searchParams }) => {
    const from = names.indexOf(searchParams.get('last') ?? '') + 1
    const repositories = names.slice(from, from + 2)
    const link = toLink(encodeURIComponent(repositories.at(-1) ?? ''))
    return { body: { repositories }, ...(from + 2 < names.length && { link }) }
  })
  expect(await listNames(toEndpoint(url))).toEqual(names)
  expect(asked).toHaveLength(3)
})

test('a list of repositories that leads round in a circle is an error, and not an end', async () => {
  const { asked, url } = await serveLists(() => ({
    body: { repositories: ['team/a'] },
    link: '</v2/_catalog?last=team%2Fa>; rel="next"',
  }))
  await expect(listNames(toEndpoint(url))).rejects.toThrow('the same page over and over')
  expect(asked.length).toBeLessThan(10)
})

test('a list of repositories without an end is read to a bound, and that is said', async () => {
  let page = 0
  const { asked, url } = await serveLists(() => {
    page += 1
    const repositories = Array.from({ length: 1_000 }, (_, at) => `team/app-${page}-${at}`)
    return { body: { repositories }, link: `</v2/_catalog?last=${page}>; rel="next"` }
  })
  const reader = createOciReader('lab', toEndpoint(url), null)
  let count = 0
  for await (const names of reader.listRepositories('oci-lab')) count += names.length
  expect(count).toBe(100_000)
  expect(asked).toHaveLength(100)
  expect(reader.listSkipped()).toMatchObject({
    count: 1,
    examples: [{ name: 'team/app-100-999', code: 'too-many-names' }],
  })
})

test('a list without an end, of which hardly anything is wanted, is read to a bound as well', async () => {
  let page = 0
  const { asked, url } = await serveLists(() => {
    page += 1
    return { body: { repositories: [`team/app-${page}`] }, link: `</v2/_catalog?last=${page}>; rel="next"` }
  })
  const reader = createOciReader('lab', { ...toEndpoint(url), repositories: ['other/*'] }, null)
  let count = 0
  for await (const names of reader.listRepositories('oci-lab')) count += names.length
  expect([count, asked.length]).toEqual([0, 2_000])
  expect(reader.listSkipped()).toMatchObject({
    count: 1,
    examples: [{ name: 'team/app-2000', code: 'too-many-names' }],
  })
})

test('tags that lead round in a circle are read once round', async () => {
  const { asked, url } = await serveLists(({ pathname, searchParams }) => {
    if (!pathname.endsWith('/tags/list')) return null
    const tag = searchParams.get('last') === '1.0' ? '2.0' : '1.0'
    return { body: { tags: [tag] }, link: `</v2/team/app/tags/list?last=${tag}>; rel="next"` }
  })
  const reader = createOciReader('lab', toEndpoint(url), null)
  expect(
    await reader.describeRepository({ registryId: 'oci-lab', repositoryName: 'team/app' }),
  ).not.toBeNull()
  expect(asked).toHaveLength(3)
})
