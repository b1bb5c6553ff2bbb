/** An upstream that means harm: whatever it sends, the client has its answer soon, nothing of it goes on, and the registry lives. */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { toDigest } from '#lib/oci/digest.ts'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import { readResidentBytes } from '#testing/read-resident-bytes.ts'
import { type BehindUpstream, startBehindUpstream } from '#testing/registry/start-behind-upstream.ts'

let behind: BehindUpstream
const timers: NodeJS.Timeout[] = []

beforeAll(async () => {
  behind = await startBehindUpstream({ timeoutSeconds: 3 })
}, 60_000)
afterEach(() => {
  behind.upstream.trick = null
  for (const timer of timers.splice(0)) clearInterval(timer)
})
afterAll(() => behind.remove())

const good = JSON.stringify({
  schemaVersion: 2,
  mediaType: OCI_IMAGE,
  config: { mediaType: 'application/vnd.oci.empty.v1+json', digest: `sha256:${'a'.repeat(64)}`, size: 2 },
  layers: [],
})

const bomb = gzipSync(Buffer.alloc(50_000_000, ' '))

const every = (response: ServerResponse, ms: number, write: () => void) => {
  const timer = setInterval(() => (response.socket?.writable ? write() : clearInterval(timer)), ms)
  timers.push(timer)
}
const raw = (response: ServerResponse, text: string) => response.socket?.write(text)

/** What is sent for a manifest, and which answers are right. */
const harms: [what: string, statuses: number[], send: (response: ServerResponse) => void][] = [
  ['a manifest of 100 MB', [502], (r) => r.end(Buffer.alloc(100_000_000, ' '))],
  ['a manifest without end', [502, 503], (r) => every(r, 1, () => r.write(Buffer.alloc(65_536, ' ')))],
  ['JSON that unpacks to 50 MB', [502], (r) => r.setHeader('content-encoding', 'gzip').end(bomb)],
  ['brackets without end', [502], (r) => r.end('['.repeat(4_000_000))],
  ['a page for people', [502], (r) => r.setHeader('content-type', 'text/html').end('<html>Sign in</html>')],
  ['nothing at all', [502], (r) => r.end()],
  [
    'a part that nobody asked for',
    [503],
    (r) => r.writeHead(206, { 'content-range': 'bytes 0-1/2' }).end(good),
  ],
  ['that nothing has changed', [503], (r) => r.writeHead(304).end()],
  [
    'headers without end',
    [503],
    (r) => {
      raw(r, 'HTTP/1.1 200 OK\r\n')
      every(r, 1, () => raw(r, `x-${Math.random()}: ${'y'.repeat(1_000)}\r\n`))
    },
  ],
  [
    'headers byte by byte',
    [503],
    (r) => {
      raw(r, 'HTTP/1.1 200 OK\r\nx-y: ')
      every(r, 100, () => raw(r, 'z'))
    },
  ],
  [
    'interim answers without end',
    [503],
    (r) => every(r, 1, () => raw(r, 'HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n')),
  ],
  [
    '100,000 links',
    [503],
    (r) => {
      raw(r, 'HTTP/1.1 200 OK\r\n')
      raw(r, 'link: </x>; rel="next"\r\n'.repeat(100_000))
    },
  ],
  [
    'two lengths',
    [503],
    (r) => raw(r, 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 9\r\n\r\n123456789'),
  ],
  ['what is no HTTP', [503], (r) => raw(r, '\x16\x03\x01\x02\x00'.repeat(100))],
  [
    'half an answer',
    [503],
    (r) => {
      r.writeHead(200, { 'content-length': '1000' })
      r.write(good)
      setTimeout(() => r.destroy(), 50)
    },
  ],
  ['redirects in a circle', [502], (r) => r.writeHead(307, { location: '?again' }).end()],
  [
    'a redirect of 15,000 characters',
    [502],
    (r) => r.writeHead(307, { location: `https://10.0.0.1/${'a'.repeat(15_000)}` }).end(),
  ],
  [
    'a digest that is none of it',
    [502],
    (r) => r.setHeader('docker-content-digest', `sha256:${'b'.repeat(64)}`).end(good),
  ],
]

test.each(harms)('%s', async (what, statuses, send) => {
  const name = `harm-${harms.findIndex(([one]) => one === what)}`
  behind.upstream.trick = (request, response) => {
    if (!request.url?.includes(name)) return false
    send(response)
    return true
  }
  const idle = readResidentBytes(behind.process.process.pid ?? 0)
  const at = performance.now()
  const answer = await behind.get(`mirror/library/${name}/manifests/1`)
  expect(statuses).toContain(answer.status)
  expect(performance.now() - at).toBeLessThan(15_000)
  expect(behind.upstream.count(new RegExp(name))).toBeLessThan(20)
  expect((await fetch(`${behind.endpoint}/healthz`)).status).toBe(200)
  expect(readResidentBytes(behind.process.process.pid ?? 0) - idle).toBeLessThan(100_000_000)
  // Another image is had as soon as it is asked again.
  behind.upstream.trick = null
  behind.upstream.addImage('library/other', name, [])
  await expect
    .poll(async () => (await behind.get(`mirror/library/other/manifests/${name}`)).status, {
      timeout: 20_000,
    })
    .toBe(200)
})

test('its cookies, its server and its other headers go no further, and none comes back to it', async () => {
  const cookies: (string | undefined)[] = []
  const seen = (request: IncomingMessage) => cookies.push(request.headers.cookie)
  behind.upstream.trick = (request, response) => {
    seen(request)
    const headers = {
      'set-cookie': ['spy=1; Path=/', 'spy=2'],
      server: 'Spy/1.0',
      'x-spy': '1',
      'access-control-allow-origin': 'https://spy.example',
      link: '<https://spy.example>; rel="preload"',
      'content-type': `${OCI_IMAGE}; charset=utf-16`,
    }
    response.writeHead(200, headers).end(good)
    return true
  }
  for (const tag of ['1', '2']) {
    const answer = await behind.get(`mirror/library/cookies/manifests/${tag}`, { cookie: 'own=1' })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe(OCI_IMAGE)
    expect(await answer.text()).toBe(good)
    expect(JSON.stringify([...answer.headers])).not.toMatch(/spy/i)
  }
  expect(cookies).toEqual([undefined, undefined])
})

test.each<[string, object]>([
  ['access_token alone, without a time', { access_token: 'other' }],
  ['a time of 0', { token: 'other', expires_in: 0 }],
  ['a time that is no number', { token: 'other', expires_in: 'soon' }],
  ['both names', { token: 'other', access_token: 'not-this' }],
])('a token that is given with %s is good', async (what, given) => {
  const name = `library/token-${what.replace(/[^a-z0-9]+/g, '-')}`
  const realm = `http://${behind.upstream.host}/token`
  behind.upstream.addImage(name, '1', [])
  const tokenTrick = (request: IncomingMessage, response: ServerResponse) => {
    if (request.headers.authorization === 'Bearer other') {
      response.writeHead(200, { 'content-type': OCI_IMAGE }).end(good)
      return true
    }
    const challenge = `Bearer realm="${realm}",service="s",scope="${name}"`
    response.writeHead(401, { 'www-authenticate': challenge }).end()
    return true
  }
  behind.upstream.trick = tokenTrick
  behind.upstream.tokenAnswer = given
  expect((await behind.get(`mirror/${name}/manifests/1`)).status).toBe(200)
  behind.upstream.tokenAnswer = null
})

test('a layer without a length is had whole', async () => {
  const layer = randomBytes(500_000)
  const digest = toDigest('sha256', layer)
  behind.upstream.addImage('library/unsaid', '1', [layer])
  behind.upstream.trick = (request, response) => {
    if (!request.url?.includes(`/unsaid/blobs/${digest}`)) return false
    response.writeHead(200)
    response.write(layer.subarray(0, 100))
    response.end(layer.subarray(100))
    return true
  }
  const answer = await behind.get(`mirror/library/unsaid/blobs/${digest}`)
  expect(answer.headers.get('content-length')).toBe('500000')
  expect(Buffer.from(await answer.arrayBuffer()).equals(layer)).toBe(true)
})
