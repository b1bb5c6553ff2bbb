/** What a page asks of a plain registry: a README that was pushed beside the image, and who is sent which credentials. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CreateRepositoryCommand, ECRPUBLICClient } from '@aws-sdk/client-ecr-public'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { OciEndpoint } from '#lib/config/foreign-endpoints.ts'
import { createPusher } from '#testing/create-pusher.ts'
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
