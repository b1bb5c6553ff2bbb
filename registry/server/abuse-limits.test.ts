/** What one client could do to all others, and the answer that it gets instead. */
import { once } from 'node:events'
import { type ClientRequest, request as httpRequest, type IncomingMessage, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import { stopServer } from '#registry/wire/listen.ts'
import {
  type DistributionTest,
  openDistributionTest,
  toBasic,
} from '#testing/registry/distribution/open-distribution-test.ts'
import { createServer } from './create-server.ts'
import { createBodyReceiver } from './receive-body.ts'
import { createSlowBodies } from './slow-bodies.ts'

let api: DistributionTest
let server: Server
/** The last change there is, so that who asks for more has to wait. */
let since: number

async function open(
  variables: Record<string, string> = {},
  waits: Parameters<typeof createServer>[2] = {},
): Promise<void> {
  api = await openDistributionTest({ TRUSTED_PROXIES: '1', ...variables })
  server = createServer(api.service, new AbortController().signal, waits).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const db = databaseOf(api.service.store)
  const last = await db.selectFrom('change').select('sequence').orderBy('sequence', 'desc').executeTakeFirst()
  since = last?.sequence ?? 0
}
afterEach(async () => {
  await stopServer(server, 0)
  await api.close()
})

const port = () => (server.address() as AddressInfo).port
function begin(path: string, options: { method?: string; headers?: object } = {}): ClientRequest {
  const { method = 'GET', headers = {} } = options
  return httpRequest({ port: port(), path, method, headers: { ...headers }, agent: false })
}
async function answerOf(call: ClientRequest) {
  const [response] = (await once(call, 'response')) as [IncomingMessage]
  return { status: response.statusCode, headers: response.headers, text: await text(response) }
}
const send = (path: string, headers: object = {}) => answerOf(begin(path, { headers }).end())

describe('requests at a time', () => {
  /** Requests that wait for a change, as many as there are addresses. */
  async function hold(...addresses: string[]) {
    for (const address of addresses) {
      const held = begin(`/gallery/changes?wait=30&since=${since}`, {
        headers: { 'x-forwarded-for': address },
      })
      // They are cut off at the end of the test.
      held.on('error', () => {})
      const arrived = once(server, 'request')
      held.end()
      await arrived
    }
  }

  test('of one client are bounded, of its whole IPv6 /64, and another one is served', async () => {
    await open({ MAX_REQUESTS_PER_CLIENT: '2' })
    await hold('2001:db8::1', '2001:db8::2')
    const refused = await send('/healthz', { 'x-forwarded-for': '2001:db8::3' })
    expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': '1' } })
    expect(JSON.parse(refused.text)).toEqual({
      __type: 'ServiceUnavailableException',
      message: expect.stringContaining('2 requests of your address'),
    })
    const atRegistry = await send('/v2/', { 'x-forwarded-for': '2001:db8::3' })
    expect(JSON.parse(atRegistry.text)).toMatchObject({ errors: [{ code: 'UNAVAILABLE' }] })
    expect(await send('/healthz', { 'x-forwarded-for': '2001:db8:0:1::1' })).toMatchObject({ status: 200 })
    expect(await send('/healthz')).toMatchObject({ status: 200 })
  })

  test('that are answered make room', async () => {
    await open({ MAX_REQUESTS_PER_CLIENT: '1' })
    for (let n = 0; n < 20; n += 1) {
      expect(await send('/healthz', { 'x-forwarded-for': '192.0.2.1' })).toMatchObject({ status: 200 })
    }
    const held = begin(`/gallery/changes?wait=30&since=${since}`, {
      headers: { 'x-forwarded-for': '192.0.2.1' },
    })
    held.on('error', () => {})
    const arrived = once(server, 'request')
    held.end()
    const [, response] = await arrived
    expect(await send('/healthz', { 'x-forwarded-for': '192.0.2.1' })).toMatchObject({ status: 503 })
    held.destroy()
    await once(response, 'close')
    expect(await send('/healthz', { 'x-forwarded-for': '192.0.2.1' })).toMatchObject({ status: 200 })
  })

  test('of all are bounded, of the clients without a limit too', async () => {
    await open({ MAX_REQUESTS: '3' })
    await hold('192.0.2.1', '192.0.2.2', '127.0.0.1')
    expect(await send('/healthz', { 'x-forwarded-for': '192.0.2.3' })).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1' },
    })
  })

  test('bodies held in memory are bounded together', async () => {
    await open()
    const receiver = createBodyReceiver(1000)
    const { promise: done, resolve } = Promise.withResolvers<void>()
    const incoming = (bytes: number) =>
      Object.assign(Object.create(null), {
        headers: { 'content-length': String(bytes) },
        iterator: () => [Buffer.alloc(bytes)],
      }) as IncomingMessage
    const first = receiver.receive(incoming(600), () => done)
    await expect(receiver.receive(incoming(401), async () => {})).rejects.toMatchObject({
      refusal: { status: 503, headers: { 'retry-after': '1' } },
    })
    await receiver.receive(incoming(400), async () => {})
    resolve()
    await first
    await receiver.receive(incoming(1000), async () => {})
  })
})

describe('the form of a request', () => {
  test('its address has at most 8,192 characters', async () => {
    await open()
    expect(await send(`/healthz?${'x'.repeat(8192 - 9)}`)).toMatchObject({ status: 200 })
    const refused = await send(`/v2/?${'x'.repeat(8192 - 4)}`)
    expect(refused).toMatchObject({ status: 414 })
    expect(JSON.parse(refused.text)).toEqual({
      errors: [{ code: 'UNSUPPORTED', message: 'The address has 8193 characters; 8192 are the most.' }],
    })
  })

  test('it has at most 100 headers', async () => {
    await open()
    // Host and Connection are sent with them.
    const headers = (count: number) =>
      Object.fromEntries(Array.from({ length: count - 2 }, (_, n) => [`x-${n}`, '']))
    expect(await send('/healthz', headers(100))).toMatchObject({ status: 200 })
    const refused = await send('/healthz', headers(101))
    expect(refused).toMatchObject({ status: 431 })
    expect(refused.text).toContain('101 headers; 100 are the most')
  })

  test('its headers have at most 16 KiB, and it is told so', async () => {
    await open()
    const refused = await send('/healthz', { 'x-large': 'x'.repeat(20_000) })
    expect(refused).toMatchObject({ status: 431, headers: { connection: 'close' } })
    expect(refused.text).toContain('16 KiB')
  })
})

describe('slow clients', () => {
  test('whose headers do not come are told so, and let go', async () => {
    await open({}, { headersTimeout: 50, connectionsCheckingInterval: 20 })
    const socket = connect(port(), '127.0.0.1')
    socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ')
    const answer = await text(socket)
    expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/)
    expect(answer).toContain('The headers of the request did not come in time.')
  })

  test('whose layer hardly comes are ended, and one that moves may be slow', async () => {
    await open()
    let nowMs = 0
    const bodies = createSlowBodies(() => new Date(nowMs), 10)
    server.prependListener('request', (request, response) => bodies.watch(request, response))
    const authorization = toBasic(await api.password('owner'))
    const { headers } = await answerOf(
      begin('/v2/acme/app/blobs/uploads/', { method: 'POST', headers: { authorization } }).end(),
    )
    const upload = begin(String(headers.location), { method: 'PATCH', headers: { authorization } })
    const answered = answerOf(upload)
    const arrived = once(server, 'request')
    upload.flushHeaders()
    const [request] = (await arrived) as [IncomingMessage]
    const write = async (bytes: number) => {
      const before = request.socket.bytesRead
      upload.write(Buffer.alloc(bytes))
      while (request.socket.bytesRead < before + bytes) await new Promise(setImmediate)
    }
    await write(10)
    for (let n = 0; n < 5; n += 1) {
      nowMs += 30_000
      await write(300)
      bodies.sweep()
      expect(request.destroyed).toBe(false)
    }
    nowMs += 29_999
    await write(100)
    bodies.sweep()
    expect(request.destroyed).toBe(false)
    nowMs += 1
    bodies.sweep()
    const refused = await answered
    expect(refused).toMatchObject({ status: 408, headers: { connection: 'close' } })
    expect(JSON.parse(refused.text)).toMatchObject({
      errors: [{ message: expect.stringContaining('more slowly than 10 bytes a second') }],
    })
    // Nothing of it was kept, so that the client can send it again.
    upload.destroy()
    if (!request.closed) await once(request, 'close')
    await vi.waitFor(async () => {
      const again = begin(String(headers.location), { method: 'PATCH', headers: { authorization } })
      expect(await answerOf(again.end('again'))).toMatchObject({ status: 202, headers: { range: '0-4' } })
    })
  })

  test('whose body is there are left alone', async () => {
    await open()
    let nowMs = 0
    const bodies = createSlowBodies(() => new Date(nowMs), 10)
    server.prependListener('request', (request, response) => bodies.watch(request, response))
    const poll = begin(`/gallery/changes?wait=30&since=${since}`)
    const gone = once(poll, 'error')
    const arrived = once(server, 'request')
    poll.end()
    const [, response] = await arrived
    nowMs += 3_600_000
    bodies.sweep()
    expect(response).toMatchObject({ destroyed: false, headersSent: false })
    poll.destroy()
    await gone
  })
})

describe('open uploads', () => {
  const begun = (as: 'owner' | 'other', repository = 'acme/app') =>
    api.send('POST', `/v2/${repository}/blobs/uploads/`, { as })

  test('of one user are bounded; what is finished or cancelled makes room', async () => {
    await open({ MAX_OPEN_UPLOADS: '5' })
    const answers = await Promise.all(Array.from({ length: 50 }, () => begun('owner')))
    const accepted = answers.filter(({ status }) => status === 202)
    expect(accepted).toHaveLength(5)
    const message =
      'You have begun 5 layer uploads and not finished them, which is the most. Finish or cancel some, and try again.'
    const refused = answers.find(({ status }) => status !== 202)
    expect(refused).toMatchObject({
      status: 429,
      text: JSON.stringify({ errors: [{ code: 'TOOMANYREQUESTS', message }] }),
    })
    expect(await api.call('InitiateLayerUpload', { repositoryName: 'second' })).toMatchObject({
      status: 400,
      body: { __type: 'ThrottlingException', message },
    })
    expect(await begun('other', 'rival/app')).toMatchObject({ status: 202 })
    await api.send('DELETE', String(accepted[0]?.headers.location))
    expect(await begun('owner')).toMatchObject({ status: 202 })
  })

  test('go with their repository, those of others stay', async () => {
    await open({ MAX_OPEN_UPLOADS: '2' })
    await begun('owner', 'acme/app')
    const { headers } = await begun('owner', 'acme/second')
    await api.call('DeleteRepository', { repositoryName: 'app' })
    expect(await begun('owner', 'acme/second')).toMatchObject({ status: 202 })
    expect(await api.send('GET', String(headers.location))).toMatchObject({ status: 204 })
  })
})
