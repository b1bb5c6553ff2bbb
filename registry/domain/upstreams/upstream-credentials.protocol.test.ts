/** Credentials of an upstream: who is given them, when, and that nobody else sees them. */
import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type BehindUpstream, startBehindUpstream } from '#testing/registry/start-behind-upstream.ts'

const basic = `Basic ${Buffer.from('puller:s3cret-word').toString('base64')}`
let behind: BehindUpstream
let other: Server
/** What another host was sent. */
const seen: (string | undefined)[] = []

beforeAll(async () => {
  other = createServer((request, response) => {
    seen.push(request.headers.authorization)
    response.end(JSON.stringify({ token: 'stolen', expires_in: 60 }))
  }).listen(0, '127.0.0.1')
  behind = await startBehindUpstream()
  const passwordFile = join(behind.folder, 'password')
  writeFileSync(passwordFile, 's3cret-word\n')
  await behind.restart({ username: 'puller', passwordFile })
}, 60_000)
afterEach(() => {
  behind.upstream.trick = null
})
afterAll(async () => {
  await behind.remove()
  other.close()
})

const pull = (tag: string) => behind.get(`mirror/library/app/manifests/${tag}`)

test('the upstream’s own realm is given them, the registry itself only the token, and no log or answer has them', async () => {
  const sent: (string | undefined)[] = []
  behind.upstream.addImage('library/app', '1', [])
  behind.upstream.trick = ({ headers }) => {
    sent.push(headers.authorization)
    return false
  }
  expect((await pull('1')).status).toBe(200)
  expect(behind.upstream.tokenRequests.at(-1)).toBe(basic)
  expect(sent).toEqual([undefined, expect.stringMatching(/^Bearer token-/)])
  expect(behind.process.lines.join('\n')).not.toMatch(/s3cret-word|token-\d/)
})

test.each([
  [
    'another port of the same machine',
    () => `http://127.0.0.1:${(other.address() as AddressInfo).port}/token`,
  ],
  ['a host that nobody named', () => 'https://tokens.example/token'],
  ['a private address', () => 'https://10.0.0.1/token'],
  ['an address with a name in it', () => `http://x@${behind.upstream.host}/token`],
  ['what is no address', () => 'token'],
])('a realm that is %s is given nothing', async (what, realm) => {
  behind.upstream.trick = (_, response) => {
    response.writeHead(401, { 'www-authenticate': `Bearer realm="${realm()}",service="s",scope="x"` }).end()
    return true
  }
  const answer = await pull(`to-${what.replace(/[^a-z]/g, '-')}`)
  expect([answer.status, seen]).toEqual([503, []])
})

test('a redirect takes no credentials along, and none of the upstream leads to a machine that is not named', async () => {
  const port = (other.address() as AddressInfo).port
  behind.upstream.trick = (request, response) => {
    if (request.headers.authorization === undefined) return false
    response.writeHead(302, { location: `http://127.0.0.1:${port}/manifest` }).end()
    return true
  }
  expect((await pull('redirected')).status).toBe(502)
  expect(seen).toEqual([])
})

test('a token that is refused is replaced once, however many were sent with it', async () => {
  for (const tag of ['a', 'b', 'c', 'd', 'e', 'f']) behind.upstream.addImage('library/app', tag, [])
  expect((await pull('a')).status).toBe(200)
  behind.upstream.tokens.clear()
  const before = behind.upstream.tokenRequests.length
  const answers = await Promise.all(['b', 'c', 'd', 'e', 'f'].map(pull))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
  expect(behind.upstream.tokenRequests.length - before).toBe(1)
})

test('an upstream that refuses every token is asked once more, and no more', async () => {
  const realm = `http://${behind.upstream.host}/token`
  behind.upstream.trick = (_, response) => {
    response.writeHead(401, { 'www-authenticate': `Bearer realm="${realm}",service="s",scope="never"` }).end()
    return true
  }
  const before = behind.upstream.requests.length
  expect((await pull('never')).status).toBe(404)
  expect((await pull('never')).status).toBe(404)
  expect(behind.upstream.requests.length - before).toBe(2)
})

test('a password that cannot be read refuses, in words that tell nothing of it', async () => {
  await behind.restart({ username: 'puller', passwordVariable: 'NOT_SET_AT_ALL' })
  behind.upstream.tokens.clear()
  const answer = await pull('unreadable')
  expect(answer.status).toBe(503)
  expect(await answer.text()).toContain('The credentials for the upstream cannot be read.')
})
