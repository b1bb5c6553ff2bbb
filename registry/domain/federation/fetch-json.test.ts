/** Guards that an issuer which misbehaves costs the registry little, and cannot send it elsewhere. */
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { fetchJson } from './fetch-json.ts'

let stop: (() => Promise<void>) | null = null

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  stop = async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/keys`
}

afterEach(async () => {
  await stop?.()
  stop = null
})

test('a document is read, whatever it is said to be', async () => {
  const url = await serve((_, response) =>
    response.setHeader('content-type', 'text/plain').end('{"keys":[]}'),
  )
  expect(await fetchJson(url)).toEqual({ keys: [] })
})

test('a redirect is not followed', async () => {
  const asked: (string | undefined)[] = []
  const url = await serve((request, response) => {
    asked.push(request.url)
    response.writeHead(302, { location: '/elsewhere' }).end()
  })
  await expect(fetchJson(url)).rejects.toThrow()
  expect(asked).toEqual(['/keys'])
})

test.each<[string, RequestListener, RegExp]>([
  ['an error', (_, response) => response.writeHead(500).end('{}'), /status 500/],
  ['what is no JSON', (_, response) => response.end('<html>'), /did not answer with JSON/],
  ['too much', (_, response) => response.end('1'.repeat(300_000)), /more than 262144 bytes/],
])('%s is refused', async (_, listener, message) => {
  await expect(fetchJson(await serve(listener))).rejects.toThrow(message)
})

test('an answer that never ends is given up', async () => {
  const url = await serve((_, response) => response.write('{'))
  await expect(fetchJson(url, 200)).rejects.toThrow(/timeout/i)
})

test('what has no end is cut off', async () => {
  const url = await serve((_, response) => {
    const more = () => response.write('1'.repeat(65_536)) && setImmediate(more)
    response.on('drain', more)
    more()
  })
  await expect(fetchJson(url)).rejects.toThrow(/more than/)
})
