import { afterEach, beforeEach, expect, test } from 'vitest'
import { OCI_INDEX } from '#lib/oci/media-types.ts'
import { answer, type FakeRegistry, startFakeRegistry } from '#testing/fake-registry.ts'
import { createRegistryClient, type RegistryClientOptions } from './registry-client.ts'

const index = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: [] }))
const ok = { 'content-type': OCI_INDEX }
const basic = `Basic ${Buffer.from('reader:s3cret').toString('base64')}`
const getCredentials = () => ({ username: 'reader', secret: 's3cret' })

let registry: FakeRegistry
let tokens: FakeRegistry
/** What each request brought, in order. */
let seen: string[]

beforeEach(async () => {
  seen = []
  ;[registry, tokens] = await Promise.all([startFakeRegistry(), startFakeRegistry()])
  tokens.handle = (request, response) => {
    seen.push(`token ${request.headers.authorization}`)
    answer(response, 200, {}, JSON.stringify({ token: 'good' }))
  }
})
afterEach(() => {
  registry.close()
  tokens.close()
})

function read(options: Partial<RegistryClientOptions>) {
  const client = createRegistryClient({ baseUrl: registry.origin, timeoutMs: 2_000, ...options })
  return client.getManifest('team/app', '1.0')
}

function demand(challenge: string, accepted: string): void {
  registry.handle = (request, response) => {
    const { authorization = '' } = request.headers
    seen.push(`registry ${authorization}`)
    if (authorization === accepted) return answer(response, 200, ok, index)
    answer(response, 401, { 'www-authenticate': challenge })
  }
}

test('a password goes only to a registry that asks for it', async () => {
  demand('Basic realm="lab"', basic)
  await read({ getCredentials })
  expect(seen).toEqual(['registry ', `registry ${basic}`])
})

test('without credentials a registry that asks for them is not asked again', async () => {
  demand('Basic realm="lab"', basic)
  await expect(read({})).rejects.toMatchObject({ kind: 'unauthorized' })
  expect(seen).toEqual(['registry '])
})

test('a token of another host is had with the password, where the operator named that host', async () => {
  demand(
    `Bearer realm="${tokens.origin}/token",service="lab",scope="repository:team/app:pull"`,
    'Bearer good',
  )
  await read({ getCredentials, tokenHosts: [tokens.host] })
  expect(seen).toEqual(['registry ', `token ${basic}`, 'registry Bearer good'])
})

test('no password goes to a host that the operator did not name', async () => {
  demand(`Bearer realm="${tokens.origin}/token"`, 'Bearer good')
  await expect(read({ getCredentials })).rejects.toMatchObject({ kind: 'unauthorized' })
  expect(seen).toEqual(['registry '])
})

test('a token that the operator has is sent as it is', async () => {
  demand('Bearer realm="https://elsewhere.example/token"', 'Bearer static')
  await read({ getCredentials: () => ({ username: null, secret: 'static' }) })
  expect(seen).toEqual(['registry Bearer static'])
})

test('how long a registry wants to be left alone is told', async () => {
  registry.handle = (_, response) => answer(response, 429, { 'retry-after': '7' })
  await expect(read({})).rejects.toMatchObject({ kind: 'throttled', retryAfterMs: 7_000 })
})
