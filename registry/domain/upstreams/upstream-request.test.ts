/** Where requests to an upstream go: the addresses that a socket really uses, whatever names say at another time. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Upstream } from '#lib/config/upstreams.ts'
import { type AnsweredNames, answerNames } from '#testing/answer-names.ts'
import { sendToUpstream } from './upstream-request.ts'
import { createUpstreamTokens } from './upstream-tokens.ts'

let server: Server
let port: number
let connections = 0
let location: string | null = null
let names: AnsweredNames | null = null

beforeAll(async () => {
  server = createServer((_, response) => {
    if (location === null) response.end('here')
    else response.writeHead(307, { location }).end()
  })
  server.on('connection', () => {
    connections += 1
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterEach(() => {
  names?.restore()
  location = null
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const toUpstream = (fields: Partial<Upstream> = {}): Upstream => ({
  host: 'upstream.example',
  origin: `http://127.0.0.1:${port}`,
  namespace: 'mirror',
  repositories: ['*'],
  credentials: null,
  tokenRealms: ['turn.example'],
  namedRealms: [],
  timeoutMs: 5_000,
  freshMs: 0,
  staleMs: 0,
  maxBytes: 1_000_000,
  isPrivate: true,
  ...fields,
})
const form = { method: 'GET', headers: {} } as const
const get = (upstream: Upstream) => sendToUpstream(upstream, new URL(`${upstream.origin}/v2/`), form)

test.each([['127.0.0.1'], ['0.0.0.0'], ['::ffff:127.0.0.1'], ['64:ff9b::7f00:1'], ['8.8.8.8', '127.0.0.1']])(
  'a redirect to a name with the addresses %s %s connects to nothing',
  async (...addresses) => {
    names = answerNames({ 'turn.example': [addresses] })
    location = `https://turn.example:${port}/x`
    const before = connections
    await expect(get(toUpstream())).rejects.toMatchObject({ problem: 'invalid', reason: 'not-allowed' })
    // The upstream itself at most; and nobody looks a name up to call what another look-up says.
    expect(connections - before).toBeLessThanOrEqual(1)
    expect(names.asked).toEqual(['turn.example'])
  },
)

test('an upstream that is not named as private is not called where its name leads back', async () => {
  names = answerNames({ 'turn.example': [['10.0.0.1'], ['127.0.0.1']] })
  const upstream = toUpstream({ origin: `https://turn.example:${port}`, isPrivate: false })
  const before = connections
  for (let time = 0; time < 2; time += 1) {
    await expect(get(upstream)).rejects.toMatchObject({ reason: 'not-allowed' })
  }
  expect(connections).toBe(before)
  expect(names.asked.length).toBe(2)
})

test('nor is a realm that may give tokens', async () => {
  names = answerNames({ 'turn.example': [['127.0.0.1']] })
  const tokens = createUpstreamTokens(toUpstream({ isPrivate: false }), Date.now)
  const challenge = { realm: 'https://turn.example/token', service: null, scope: null }
  await expect(tokens.get(challenge)).rejects.toMatchObject({ reason: 'not-allowed' })
})

test('a connection to an upstream that is private serves no other one, which may not be there', async () => {
  names = answerNames({ 'turn.example': [['127.0.0.1']] })
  const origin = `http://turn.example:${port}`
  const answer = await get(toUpstream({ origin }))
  await answer.resume().toArray()
  await new Promise((resolve) => setImmediate(resolve))
  await expect(get(toUpstream({ origin, isPrivate: false }))).rejects.toMatchObject({ reason: 'not-allowed' })
})
