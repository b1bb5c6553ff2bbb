/** Guards that one client's downloads of files leave the threads that read layers to others as well. */
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { readConfig } from '#lib/config/config.ts'
import { createDownloadLimit } from './limit-downloads.ts'

let stop = () => {}
afterEach(() => stop())

async function serve(variables: Record<string, string> = {}) {
  const open: ServerResponse[] = []
  const config = readConfig({ TRUSTED_PROXIES: '1', ...variables })
  const limit = createDownloadLimit(config, () => new Date(0))
  const server = createServer((request, response) => {
    if (limit(request, response)) return
    if (request.url?.includes('slow')) open.push(response.writeHead(200))
    response.flushHeaders()
    if (!request.url?.includes('slow')) response.end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  stop = () => {
    server.closeAllConnections()
    server.close()
  }
  const { port } = server.address() as AddressInfo
  const ask = (path: string, client: string) =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers: { 'x-forwarded-for': client } })
  return { ask, open }
}

test('two at once, and again when one has ended; others are not concerned', async () => {
  const { ask, open } = await serve()
  const first = await ask('/api/file/acme/web?path=slow', '192.0.2.1')
  await ask('/api/file/acme/web?path=slow', '192.0.2.1')
  const refused = await ask('/api/file/acme/web?path=slow', '192.0.2.1')
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '2'])
  expect((await ask('/api/file/acme/web?path=slow', '192.0.2.2')).status).toBe(200)
  expect((await ask('/api/search', '192.0.2.1')).status).toBe(200)
  open[0]?.end()
  await first.text()
  await expect.poll(async () => (await ask('//api/file/acme/web?path=a', '192.0.2.1')).status).toBe(200)
})

test('a burst, and then no more', async () => {
  const { ask } = await serve()
  for (let count = 0; count < 20; count++) {
    const answer = await ask('/api/file/acme/web', '192.0.2.1')
    await answer.text()
    expect(answer.status).toBe(200)
  }
  const refused = await ask('/api/file/acme/web', '192.0.2.1')
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
})

test.each([
  [{ SEARCHES_PER_SECOND: '0' }, '192.0.2.1'],
  [{ UNLIMITED_CLIENTS: '192.0.2.0/24' }, '192.0.2.1'],
  [{}, '127.0.0.1'],
])('with %j %s is not limited', async (variables, client) => {
  const { ask } = await serve(variables)
  for (let count = 0; count < 25; count++) expect((await ask('/api/file/acme/web', client)).status).toBe(200)
})
