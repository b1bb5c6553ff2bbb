/** The distribution API over a real connection: what only shows there, such as lengths, and clients that go away. */
import { once } from 'node:events'
import { readdirSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { stopServer } from '#registry/wire/listen.ts'
import {
  type DistributionTest,
  openDistributionTest,
  toBasic,
} from '#testing/registry/distribution/open-distribution-test.ts'
import { pushBlob, pushImage, toDescriptor } from '#testing/registry/distribution/push-image.ts'
import { createServer } from './create-server.ts'

let api: DistributionTest
let server: ReturnType<typeof createServer>
let authorization: string
beforeEach(async () => {
  api = await openDistributionTest()
  server = createServer(api.service, new AbortController().signal).listen(0, '127.0.0.1')
  await once(server, 'listening')
  authorization = toBasic(await api.password('owner'))
})
afterEach(async () => {
  await stopServer(server, 0)
  await api.close()
})

const port = () => (server.address() as AddressInfo).port

/** Not fetch, which hides lengths and follows a mind of its own. */
async function send(method: string, path: string, headers: object = {}, body = '') {
  const call = request({ port: port(), method, path, headers: { authorization, ...headers } }).end(body)
  const [response] = await once(call, 'response')
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk)
  return { status: response.statusCode, headers: response.headers, text: Buffer.concat(chunks).toString() }
}

test('GET and HEAD tell the same length and digest of blobs and manifests', async () => {
  const { manifest, digest } = await pushImage(api, 'acme/app', '1.0')
  const layer = toDescriptor('layer').digest
  for (const [path, text, stated] of [
    ['manifests/1.0', manifest, digest],
    [`manifests/${digest}`, manifest, digest],
    [`blobs/${layer}`, 'layer', layer],
  ] as const) {
    const expected = { 'content-length': String(text.length), 'docker-content-digest': stated }
    const get = await send('GET', `/v2/acme/app/${path}`)
    expect(get).toMatchObject({ status: 200, text, headers: expected })
    const head = await send('HEAD', `/v2/acme/app/${path}`)
    expect(head).toMatchObject({ status: 200, text: '', headers: expected })
    expect(head.headers['content-type']).toBe(get.headers['content-type'])
    const known = await send('GET', `/v2/acme/app/${path}`, { 'if-none-match': `"${stated}"` })
    expect(known).toMatchObject({ status: 304, text: '', headers: { 'docker-content-digest': stated } })
  }
  const part = await send('GET', `/v2/acme/app/blobs/${layer}`, { range: 'bytes=1-2' })
  expect(part).toMatchObject({ status: 206, text: 'ay', headers: { 'content-length': '2' } })
  const beyond = await send('GET', `/v2/acme/app/blobs/${layer}`, { range: 'bytes=99-' })
  expect(beyond).toMatchObject({ status: 416, headers: { 'docker-content-digest': layer } })
  expect(part.headers).toMatchObject({ 'docker-content-digest': layer })
  const none = await send('HEAD', '/v2/acme/app/manifests/none')
  expect(none).toMatchObject({ status: 404, text: '' })
})

test('who has a blob already is sent no part of it, and is led nowhere for it', async () => {
  await pushImage(api, 'acme/app', '1.0')
  const layer = toDescriptor('layer').digest
  const get = (headers: object) => send('GET', `/v2/acme/app/blobs/${layer}`, headers)
  const tags = [`"${layer}"`, `W/"${layer}"`, `"other", "${layer}"`, '*']
  for (const range of [{}, { range: 'bytes=1-2' }, { range: 'bytes=99-' }]) {
    for (const tag of tags) {
      const answer = await get({ ...range, 'if-none-match': tag })
      expect(answer).toMatchObject({ status: 304, text: '', headers: { etag: `"${layer}"` } })
    }
  }
  expect(await get({ 'if-none-match': '"other"', range: 'bytes=1-2' })).toMatchObject({
    status: 206,
    text: 'ay',
  })
  vi.spyOn(api.service.store.content, 'locate').mockReturnValue({
    send: () => Promise.reject(new Error('It is somewhere else.')),
    toAddress: async () => 'https://elsewhere.example/',
  })
  expect(await get({})).toMatchObject({ status: 307 })
  expect(await get({ 'if-none-match': '"other"' })).toMatchObject({ status: 307 })
  for (const tag of tags) expect((await get({ 'if-none-match': tag })).status).toBe(304)
})

test('answers of uploads have no body, and say so', async () => {
  const begun = await send('POST', '/v2/acme/app/blobs/uploads/')
  expect(begun).toMatchObject({ status: 202, text: '', headers: { 'content-length': '0' } })
  const status = await send('GET', begun.headers.location)
  expect(status.status).toBe(204)
  expect(status.headers['content-length']).toBeUndefined()
})

test('a client that goes away in the middle of an upload leaves nothing behind, and no error line', async () => {
  const { location } = (await send('POST', '/v2/acme/app/blobs/uploads/')).headers
  const socket = connect(port(), '127.0.0.1')
  socket.write(
    `PATCH ${location} HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\ncontent-length: 100000\r\n\r\n`,
  )
  socket.write('x'.repeat(50_000))
  // Beside the record, the file is made when the first bytes are awaited.
  const uploads = join(api.service.config.dataDir, 'uploads')
  await vi.waitFor(() => expect(readdirSync(uploads)).toHaveLength(2))
  socket.destroy()
  await vi.waitFor(async () => expect((await send('PATCH', location)).status).toBe(202))
  expect(await send('GET', location)).toMatchObject({ status: 204, headers: { range: '0-0' } })
  expect(api.log.filter(({ level }) => Number(level) >= 40)).toEqual([])
})

test('a client that goes away in the middle of a download is no failure', async () => {
  const content = 'x'.repeat(8 * 1024 * 1024)
  await pushBlob(api, 'acme/app', content)
  const call = request({
    port: port(),
    path: `/v2/acme/app/blobs/${toDescriptor(content).digest}`,
    headers: { authorization },
  }).end()
  const [response] = await once(call, 'response')
  await once(response, 'data')
  response.destroy()
  await vi.waitFor(() => expect(api.log.map(({ msg }) => msg)).toContain('request'))
  expect(api.log.filter(({ level }) => Number(level) >= 40)).toEqual([])
})

test('a blob whose file is lost is not there, and the log says so once', async () => {
  await pushBlob(api, 'acme/app', 'lost')
  const { digest } = toDescriptor('lost')
  rmSync(join(api.service.config.dataDir, 'blobs'), { recursive: true })
  for (const method of ['GET', 'HEAD', 'GET'])
    expect(await send(method, `/v2/acme/app/blobs/${digest}`)).toMatchObject({ status: 404 })
  expect(api.log.filter(({ level }) => level === 50)).toHaveLength(1)
})

test('a body that nobody wants does not confuse the next request', async () => {
  const refused = await send('POST', '/v2/acme/app/blobs/uploads/?digest=none', {}, 'GET / HTTP/1.1\r\n\r\n')
  expect(refused.status).toBe(400)
  expect(await send('GET', '/v2/')).toMatchObject({ status: 200, text: '{}' })
})
