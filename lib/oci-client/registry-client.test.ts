import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { toDigest } from '#lib/oci/digest.ts'
import { OCI_IMAGE, OCI_INDEX } from '#lib/oci/media-types.ts'
import { answer, type FakeRegistry, startFakeRegistry } from '#testing/fake-registry.ts'
import { createRegistryClient, MAX_CONFIG_BYTES, type RegistryClient } from './registry-client.ts'

const index = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: [] }))
const digest = toDigest('sha256', index)
const sha512 = toDigest('sha512', index)
const ok = { 'content-type': OCI_INDEX }

let registry: FakeRegistry
let client: RegistryClient
let nowMs = 0

beforeEach(async () => {
  nowMs = 0
  registry = await startFakeRegistry()
  client = createRegistryClient({ baseUrl: registry.origin, timeoutMs: 500, now: () => nowMs })
})
afterEach(() => registry.close())

/** A registry that wants a token, as public.ecr.aws does. */
function challengeWith(realm: string, tokenAnswer: object = { token: 'good' }): void {
  registry.handle = (request, response) => {
    if (request.url?.startsWith('/token/')) {
      return answer(response, 200, {}, JSON.stringify(tokenAnswer))
    }
    if (request.headers.authorization !== 'Bearer good') {
      const challenge = `Bearer realm="${realm}",service="here",scope="aws"`
      return answer(response, 401, { 'www-authenticate': challenge })
    }
    answer(response, 200, ok, index)
  }
}

describe('the anonymous token', () => {
  test('is had from the realm, with its service and scope, and kept until shortly before it ends', async () => {
    challengeWith(`${registry.origin}/token/`, { token: 'good', expires_in: 100 })
    await client.getManifest('acme/web', '1.0')
    await client.getManifest('acme/web', '1.0')
    nowMs = 89_000
    await client.getManifest('acme/web', '1.0')
    expect(registry.requests).toEqual([
      'GET /v2/acme/web/manifests/1.0',
      'GET /token/?service=here&scope=aws',
      ...Array(3).fill('GET /v2/acme/web/manifests/1.0'),
    ])
    nowMs = 91_000
    await client.getManifest('acme/web', '1.0')
    expect(registry.requests.filter((line) => line.includes('/token/'))).toHaveLength(2)
  })

  test('is fetched again when the registry has forgotten it', async () => {
    let token = 'one'
    registry.handle = (request, response) => {
      if (request.url?.startsWith('/token/')) return answer(response, 200, {}, JSON.stringify({ token }))
      if (request.headers.authorization === `Bearer ${token}`) return answer(response, 200, ok, index)
      answer(response, 401, { 'www-authenticate': `Bearer realm="${registry.origin}/token/"` })
    }
    await client.getManifest('acme/web', '1.0')
    token = 'two'
    expect((await client.getManifest('acme/web', '1.0')).digest).toBe(digest)
  })

  test('is asked for where the registry is called, under whatever own name it gives', async () => {
    challengeWith('http://registry.example:5050/token/')
    const named = createRegistryClient({
      baseUrl: registry.origin,
      otherHosts: ['registry.example:5050'],
      timeoutMs: 500,
    })
    expect((await named.getManifest('acme/web', '1.0')).digest).toBe(digest)
  })

  test.each([
    'http://169.254.169.254/token/',
    'https://elsewhere.example/token/',
    'file:///etc/passwd',
    'nonsense',
  ])('is not asked for from the foreign realm %s', async (realm) => {
    challengeWith(realm)
    await expect(client.getManifest('acme/web', '1.0')).rejects.toMatchObject({ kind: 'unauthorized' })
    expect(registry.requests).toHaveLength(1)
  })

  test.each([{ token: 'a\r\nx: y' }, { nothing: 1 }, { token: 5 }])('cannot be %j', async (tokenAnswer) => {
    challengeWith(`${registry.origin}/token/`, tokenAnswer)
    await expect(client.getManifest('acme/web', '1.0')).rejects.toMatchObject({ kind: 'unauthorized' })
  })

  test('that is refused is tried once, not without end', async () => {
    challengeWith(`${registry.origin}/token/`, { token: 'bad' })
    await expect(client.getManifest('acme/web', '1.0')).rejects.toMatchObject({ kind: 'unauthorized' })
    expect(registry.requests.length).toBeLessThanOrEqual(3)
  })
})

describe('a manifest', () => {
  test.each([digest, sha512])('by %s is checked, and kept', async (reference) => {
    registry.handle = (_, response) => answer(response, 200, ok, index)
    expect((await client.getManifest('acme/web', reference)).digest).toBe(reference)
    await client.getManifest('acme/web', reference)
    expect(registry.requests).toHaveLength(1)
    await client.getManifest('acme/web', reference, { isFresh: true })
    expect(registry.requests).toHaveLength(2)
    // What one repository holds says nothing about another.
    await client.getManifest('acme/other', reference)
    expect(registry.requests).toHaveLength(3)
  })

  test.each([
    ['other bytes than asked for', digest, ok, `${index} `],
    ['other bytes than stated', '1.0', { ...ok, 'docker-content-digest': digest }, `${index} `],
  ])('of %s is refused', async (_, reference, headers, body) => {
    registry.handle = (_request, response) => answer(response, 200, headers, body)
    await expect(client.getManifest('acme/web', reference)).rejects.toMatchObject({ kind: 'wrong-digest' })
  })

  test.each([
    ['no JSON', '{'],
    ['a foreign kind', JSON.stringify({ schemaVersion: 1, fsLayers: [] })],
    ['a contradiction', JSON.stringify({ schemaVersion: 2, mediaType: OCI_IMAGE, manifests: [] })],
  ])('that is %s is refused', async (_, body) => {
    registry.handle = (_request, response) => answer(response, 200, ok, body)
    await expect(client.getManifest('acme/web', '1.0')).rejects.toMatchObject({ kind: 'invalid' })
  })

  test.each([
    [404, 'not-found'],
    [401, 'unauthorized'],
    [403, 'unauthorized'],
    [429, 'throttled'],
    [500, 'server'],
    [503, 'server'],
    [418, 'invalid'],
  ])('that is answered with %i is an error of its own kind', async (status, kind) => {
    registry.handle = (_, response) => answer(response, status, {})
    await expect(client.getManifest('acme/web', '1.0')).rejects.toMatchObject({ kind })
  })
})

describe('an answer', () => {
  test('that is larger than allowed is not read to its end', async () => {
    const chunk = Buffer.alloc(1024 * 1024)
    let sent = 0
    registry.handle = (_, response) => {
      response.on('error', () => {})
      const write = () => {
        while (sent < 64 && !response.destroyed) {
          sent += 1
          if (!response.write(chunk)) return response.once('drain', write)
        }
        return response.end()
      }
      write()
    }
    await expect(client.getBlob('acme/web', digest)).rejects.toMatchObject({ kind: 'too-large' })
    expect(sent).toBeLessThan(64)
  })

  test('that states too many bytes is not read at all', async () => {
    registry.handle = (_, response) => {
      response.writeHead(200, { 'content-length': String(MAX_CONFIG_BYTES + 1) }).flushHeaders()
    }
    await expect(client.getBlob('acme/web', digest)).rejects.toMatchObject({ kind: 'too-large' })
  })

  test.each([
    ['never comes', () => {}],
    ['stops halfway', (_: unknown, response: import('node:http').ServerResponse) => void response.write('{')],
    [
      'breaks off',
      (_: unknown, response: import('node:http').ServerResponse) => {
        response.writeHead(200, { 'content-length': '100' })
        response.write('{')
        setTimeout(() => response.destroy(), 20)
      },
    ],
  ])('that %s is given up', async (_, handle) => {
    registry.handle = handle
    await expect(client.getBlob('acme/web', digest)).rejects.toMatchObject({ kind: 'unreachable' })
  })
})

describe('a redirect', () => {
  test('within the registry is followed', async () => {
    registry.handle = (request, response) =>
      request.url === '/elsewhere'
        ? answer(response, 200, {}, index)
        : answer(response, 307, { location: '/elsewhere' })
    expect(await client.getBlob('acme/web', digest)).toEqual(index)
  })

  test.each([
    'http://127.0.0.1:1/x',
    'http://169.254.169.254/latest/meta-data/',
    'https://10.0.0.1/x',
    'https://[::1]/x',
    'https://2130706433/x',
    'https://user:password@example.org/x',
    'https://example.org:8443/x',
    'ftp://example.org/x',
    'http://example.org/x',
    'http://[bad',
  ])('to %s is refused', async (location) => {
    registry.handle = (_, response) => answer(response, 307, { location })
    await expect(client.getBlob('acme/web', digest)).rejects.toMatchObject({ kind: 'invalid' })
  })

  test('to a name that leads back into the private network is not followed', async () => {
    registry.handle = (_, response) => answer(response, 307, { location: 'https://localhost/x' })
    await expect(client.getBlob('acme/web', digest)).rejects.toMatchObject({ kind: 'unreachable' })
  })

  test('in circles ends', async () => {
    registry.handle = (_, response) => answer(response, 302, { location: '/again' })
    await expect(client.getBlob('acme/web', digest)).rejects.toMatchObject({ kind: 'invalid' })
    expect(registry.requests.length).toBeLessThan(6)
  })
})

test('a repository name or tag cannot leave its place in the address', async () => {
  await client.getManifest('acme/we?b', '../../x?y#z').catch(() => null)
  expect(registry.requests).toEqual(['GET /v2/acme/we%3Fb/manifests/..%2F..%2Fx%3Fy%23z'])
})

describe('a blob as it comes', () => {
  const content = Buffer.alloc(300_000, 'layer')
  const layer = toDigest('sha256', content)
  const signal = AbortSignal.timeout(20_000)
  const read = async (maxBytes = 1_000_000) => {
    const chunks: Uint8Array[] = []
    for await (const chunk of await client.openBlob('acme/web', layer, { maxBytes, signal }))
      chunks.push(chunk)
    return Buffer.concat(chunks)
  }

  test('is had with a token where one is needed', async () => {
    challengeWith(`${registry.origin}/token/`)
    const { handle } = registry
    registry.handle = (request, response) =>
      request.headers.authorization === 'Bearer good'
        ? answer(response, 200, {}, content)
        : handle(request, response)
    expect((await read()).equals(content)).toBe(true)
  })

  test('that is another one, too large, missing or cut off is told by kind', async () => {
    registry.handle = (_, response) => answer(response, 200, {}, Buffer.alloc(300_000, 'other'))
    await expect(read()).rejects.toMatchObject({ kind: 'wrong-digest' })
    registry.handle = (_, response) => answer(response, 200, {}, content)
    await expect(read(1_000)).rejects.toMatchObject({ kind: 'too-large' })
    registry.handle = (_, response) => answer(response, 404, {})
    await expect(read()).rejects.toMatchObject({ kind: 'not-found' })
    registry.handle = (_, response) => {
      response.writeHead(200, { 'content-length': content.length })
      response.write(content.subarray(0, 1_000), () => response.destroy())
    }
    await expect(read()).rejects.toMatchObject({ kind: 'unreachable' })
  })
})
