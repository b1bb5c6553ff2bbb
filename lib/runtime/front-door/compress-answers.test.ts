import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterEach, expect, test, vi } from 'vitest'
import { compressAnswer } from './compress-answers.ts'

const page = '<p>Public container images</p>'.repeat(2_000)
const decoders: Record<string, (body: Buffer) => Buffer> = { br: brotliDecompressSync, gzip: gunzipSync }
const servers: ReturnType<typeof createServer>[] = []

afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer((asked, response) => {
    compressAnswer(asked, response)
    listener(asked, response)
  })
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

async function ask(port: number, encoding?: string, method = 'GET') {
  const headers = encoding === undefined ? {} : { 'accept-encoding': encoding }
  const sent = request({ port, host: '127.0.0.1', method, headers }).end()
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  const body = await buffer(answer)
  const used = answer.headers['content-encoding']
  return {
    headers: answer.headers,
    size: body.length,
    used,
    text: String(decoders[used ?? '']?.(body) ?? body),
  }
}

const inOnePiece: RequestListener = (_, response) => {
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.setHeader('content-length', page.length)
  response.end(page)
}

test.each([
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip, deflate', 'gzip'],
  ['br;q=0, gzip;q=0.1', 'gzip'],
  ['identity', undefined],
  [undefined, undefined],
])('a page for a client that reads %s comes as %s', async (accepted, used) => {
  const answer = await ask(await serve(inOnePiece), accepted)
  expect({ used: answer.used, text: answer.text }).toEqual({ used, text: page })
  expect(answer.headers.vary).toContain('Accept-Encoding')
  expect(answer.size < page.length).toBe(used !== undefined)
  expect(answer.headers['content-length']).toBe(used === undefined ? String(page.length) : undefined)
})

test('a page that comes in pieces is read as far as it has come', async () => {
  const parts: (() => void)[] = []
  const port = await serve((_, response) => {
    response.setHeader('content-type', 'text/html')
    response.write(page)
    ;(response as unknown as { flush: () => void }).flush()
    parts.push(() => response.end('the end'))
  })
  const sent = request({ port, host: '127.0.0.1', headers: { 'accept-encoding': 'br' } }).end()
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  const [first] = (await once(answer, 'data')) as [Buffer]
  expect(first.length).toBeGreaterThan(0)
  parts[0]?.()
  expect(String(brotliDecompressSync(Buffer.concat([first, await buffer(answer)])))).toBe(`${page}the end`)
})

test.each<[string, string, RequestListener]>([
  ['a picture', 'GET', (_, response) => response.setHeader('content-type', 'image/png').end(page)],
  ['a few words', 'GET', (_, response) => response.setHeader('content-type', 'text/plain').end('ok')],
  ['a head alone', 'HEAD', inOnePiece],
  [
    'what is not to be changed',
    'GET',
    (_, response) =>
      response.setHeader('content-type', 'text/plain').setHeader('cache-control', 'no-transform').end(page),
  ],
])('%s stays as it is', async (_name, method, listener) => {
  expect((await ask(await serve(listener), 'br, gzip', method)).used).toBeUndefined()
})

test('of many answers at once the later ones come by gzip, and by Brotli again once the others have left', async () => {
  const waiting: (() => void)[] = []
  const port = await serve((asked, response) => {
    const send = () => inOnePiece(asked, response)
    if (asked.url === '/slow') waiting.push(send)
    else send()
  })
  const slow = Array.from({ length: 64 }, async () => {
    const sent = request({
      port,
      host: '127.0.0.1',
      path: '/slow',
      headers: { 'accept-encoding': 'br' },
    }).end()
    const [answer] = (await once(sent, 'response')) as [IncomingMessage]
    await buffer(answer)
    return answer.headers['content-encoding']
  })
  await vi.waitFor(() => expect(waiting).toHaveLength(64))
  expect((await ask(port, 'br, gzip')).used).toBe('gzip')
  expect(await ask(port, 'br')).toMatchObject({ used: undefined, text: page })
  for (const send of waiting) send()
  expect(new Set(await Promise.all(slow))).toEqual(new Set(['br']))
  await vi.waitFor(async () => expect((await ask(port, 'br, gzip')).used).toBe('br'))
})
