import { once } from 'node:events'
import { request as httpRequest, type Server } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createAccount } from '#registry/domain/identities/create-account.ts'
import { createAccessKey } from '#registry/domain/identities/manage-access-key.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import { listen, stopServer } from '#registry/wire/listen.ts'
import { signCall } from '#testing/registry/ecr-public/sign-call.ts'
import { openTestService, type TestService } from '#testing/registry/open-test-service.ts'
import { createServer } from './create-server.ts'

const limitBytes = 2 * 1024 * 1024

let fixture: TestService
let server: Server
let url: string
let stopping: AbortController

beforeEach(async () => {
  fixture = await openTestService()
  stopping = new AbortController()
  server = createServer(fixture.service, stopping.signal)
  url = await listen(server, { host: '127.0.0.1', registryPort: 0 })
})
afterEach(async () => {
  await stopServer(server, 100)
  await fixture[Symbol.asyncDispose]()
})

test('a signed call reaches the API', async () => {
  const { accountId } = await createAccount(fixture.service, { accountId: '111111111111' })
  const key = await createAccessKey(fixture.service, { accountId, userName: 'admin' })
  const call = await signCall(key, { signedAt: fixture.service.clock() })
  const { host: _, ...headers } = call.headers as Record<string, string>
  const response = await send('POST', '/', { ...headers, host: 'localhost:5050' }, call.body)
  expect(response.status).toBe(200)
  expect(response.headers['content-type']).toBe('application/x-amz-json-1.1')
  expect(JSON.parse(response.body)).toMatchObject({ registries: [{ registryId: accountId }] })
})

test.each([
  ['GET', '/healthz', 200],
  ['HEAD', '/healthz', 200],
  ['GET', '/', 200],
  ['GET', '/gallery/registries?x=1', 200],
  ['POST', '/', 400],
  ['GET', '/nothing', 404],
  ['GET', '/healthz/', 404],
  ['GET', `/logo/${'0'.repeat(64)}.png`, 404],
  ['GET', '/logo/..%2f..%2fkey', 404],
  ['POST', '/healthz', 405],
  ['PUT', '/', 405],
  ['DELETE', '/gallery/changes', 405],
])('%s %s answers %i', async (method, path, status) => {
  const response = await send(method, path)
  expect(response.status).toBe(status)
  expect(response.headers['x-content-type-options']).toBe('nosniff')
  if (status === 405) expect(response.headers.allow).toBe(path === '/' ? 'POST, GET, HEAD' : 'GET, HEAD')
})

test('HEAD answers what GET does, with its length and without its body', async () => {
  const get = await send('GET', '/gallery/registries')
  const head = await send('HEAD', '/gallery/registries')
  expect(head.body).toBe('')
  expect(head.headers['content-length']).toBe(String(get.body.length))
})

test.each(['/v2/', '/v2/alias/name/manifests/latest', '/v2'])(
  '%s is the distribution API, which asks for a token',
  async (path) => {
    const response = await send('GET', path)
    expect(response.status).toBe(401)
    expect(response.headers['www-authenticate']).toMatch(/^Bearer realm="http:[^"]+\/token\/"/)
    expect(JSON.parse(response.body)).toMatchObject({ errors: [{ code: 'DENIED' }] })
  },
)

test('a logo is cached for good, and no browser takes it for anything but an image', async () => {
  const sha256 = 'ab'.repeat(32)
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47])
  await fixture.service.store.transaction((tx) => tx.logos.put({ sha256, png }, '2026-03-01T12:00:00.000Z'))
  const response = await fetch(`${url}/logo/${sha256}.png`)
  expect(Buffer.from(await response.arrayBuffer())).toEqual(png)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'image/png',
    'content-length': '4',
    'cache-control': 'public, max-age=31536000, immutable',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    etag: `"${sha256}"`,
  })
  const again = await send('GET', `/logo/${sha256}.png`, { 'if-none-match': `"x", W/"${sha256}"` })
  expect(again).toMatchObject({ status: 304, body: '' })
})

test('a body of 2 MiB is read, a larger one is refused from its length alone', async () => {
  expect((await send('POST', '/', {}, Buffer.alloc(limitBytes))).status).toBe(400)
  const refused = await send('POST', '/', {}, Buffer.alloc(limitBytes + 1))
  expect(refused.status).toBe(413)
  expect(refused.headers.connection).toBe('close')
  expect(JSON.parse(refused.body)).toMatchObject({ __type: 'RequestEntityTooLargeException' })
})

test('a body without a length is refused as soon as it is too long, and the client still gets the answer', async () => {
  const request = httpRequest(`${url}/`, { method: 'POST' })
  const answered = once(request, 'response')
  for (let sent = 0; sent <= limitBytes + 200_000; sent += 64 * 1024) request.write(Buffer.alloc(64 * 1024))
  const [response] = await answered
  expect(response.statusCode).toBe(413)
  request.destroy()
})

test('who goes on sending a body that was refused reads the answer, and is not cut off halfway', async () => {
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen: true })
  const pieces = 64
  const piece = Buffer.alloc(64 * 1024)
  const head = `PUT /v2/acme/app/manifests/1 HTTP/1.1\r\nHost: x\r\nContent-Length: ${pieces * piece.length}\r\n\r\n`
  socket.write(head)
  const [answer] = await once(socket, 'data')
  expect(String(answer)).toMatch(/^HTTP\/1\.1 401 /)
  expect(String(answer)).toMatch(/\r\nconnection: close\r\n/i)
  const rest = text(socket)
  // Each waits for the one before, so that a connection that is gone shows.
  for (let sent = 0; sent < pieces; sent += 1) {
    await new Promise<void>((resolve, reject) => {
      socket.write(piece, (error) => (error ? reject(error) : resolve()))
    })
  }
  expect(await rest).not.toContain('HTTP/1.1')
  socket.end()
})

test('headers of more than 16 KiB and requests that are none are refused', async () => {
  expect((await send('GET', '/healthz', { 'x-large': 'x'.repeat(20_000) })).status).toBe(431)
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write('this is not HTTP\r\n\r\n')
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /)
})

test.each([
  ['/healthz', 200],
  ['/v2/', 401],
])('an absolute address is taken as the path in it: %s', async (path, status) => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write(`GET http://registry.example:5050${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
  expect(await text(socket)).toContain(`HTTP/1.1 ${status} `)
})

test('CONNECT is answered too', async () => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write('CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n')
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 405 /)
})

test('one line is logged for each request, with nothing in it that could be a secret', async () => {
  await send('POST', '/?X-Amz-Signature=hush', {
    authorization: 'AWS4-HMAC-SHA256 hush',
    'x-amz-security-token': 'hush',
    'x-amz-target': 'SpencerFrontendService.DescribeRepositories',
  })
  expect(fixture.log).toEqual([
    expect.objectContaining({
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      method: 'POST',
      path: '/',
      operation: 'DescribeRepositories',
      status: 400,
    }),
  ])
  expect(JSON.stringify(fixture.log)).not.toContain('hush')
})

test('a failure is answered without its cause, which is in the log under the same id', async () => {
  await databaseOf(fixture.service.store).schema.dropTable('pull_total').execute()
  const response = await send('GET', '/gallery/pulls')
  expect(response.status).toBe(500)
  expect(response.body).not.toContain('pull_total')
  const requestId = response.headers['x-amzn-requestid']
  expect(response.body).toContain(requestId)
  expect(fixture.log[0]).toMatchObject({ requestId, err: { message: 'no such table: pull_total' } })
})

test('a stop answers who waits for changes at once, and then takes no more connections', async () => {
  const poll = send('GET', '/gallery/changes?wait=30')
  await once(server, 'request')
  stopping.abort()
  const stopped = stopServer(server)
  expect(await poll).toMatchObject({ status: 200, headers: { connection: 'close' } })
  await stopped
  await expect(fetch(`${url}/healthz`)).rejects.toThrow()
})

interface TestResponse {
  status: number
  headers: Record<string, string>
  body: string
}

/** By hand, because `fetch` would not let a test set every header. */
async function send(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: Uint8Array,
): Promise<TestResponse> {
  const request = httpRequest(`${url}${path}`, { method, headers })
  request.end(body)
  const [response] = await once(request, 'response')
  return { status: response.statusCode, headers: response.headers, body: await text(response) }
}
