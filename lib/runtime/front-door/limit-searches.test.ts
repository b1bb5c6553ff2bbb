/** Guards that one client's searches do not take the gallery from the others, and that nobody else is kept waiting for them. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { CATALOG_DATA_OPERATIONS } from '#lib/addresses/catalog-data-operations.ts'
import { readConfig } from '#lib/config/config.ts'
import { createSearchLimit } from './limit-searches.ts'

let stop = () => {}
afterEach(() => stop())

async function serve(variables: Record<string, string>, clock: () => Date) {
  const limit = createSearchLimit(readConfig({ TRUSTED_PROXIES: '1', ...variables }), clock)
  const server = createServer((request, response) => {
    if (!limit(request, response)) response.end('found')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  stop = () => server.close()
  const { port } = server.address() as AddressInfo
  return (path: string, client: string, method = 'GET') =>
    fetch(`http://127.0.0.1:${port}${path}`, { method, headers: { 'x-forwarded-for': client } })
}

test.each(CATALOG_DATA_OPERATIONS)(
  '%s is refused in the form of its API, which pages of other sites can read',
  async (operation) => {
    let now = 0
    const ask = await serve({ SEARCHES_PER_SECOND: '1' }, () => new Date(now))
    const call = (method = 'POST') => ask(`/${operation}`, '192.0.2.1', method)
    for (let count = 0; count < 20; count += 1) expect((await call('OPTIONS')).status).toBe(200)
    for (let count = 0; count < 5; count += 1) expect((await call()).status).toBe(200)
    const refused = await call()
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
    expect(refused.headers.get('access-control-allow-origin')).toBe('*')
    expect(refused.headers.get('access-control-expose-headers')).toBe('retry-after')
    expect(await refused.json()).toEqual({
      __type: 'ThrottlingException',
      message: 'One client may search 1 times a second here. Try again in 1 s.',
    })
    expect((await call('OPTIONS')).status).toBe(200)
    expect((await ask(`/${operation}`, '192.0.2.2', 'POST')).status).toBe(200)
    now = 1_000
    expect((await call()).status).toBe(200)
  },
)

test('a client has its burst and then its rate, and the others are not concerned', async () => {
  let now = 0
  const ask = await serve({ SEARCHES_PER_SECOND: '2' }, () => new Date(now))
  const paths = ['/api/search?searchTerm=a', '/api/suggest?q=a', '//api/search', '/api/search/']
  for (let count = 0; count < 10; count += 1) {
    expect((await ask(paths[count % paths.length] ?? '', '192.0.2.1')).status).toBe(200)
  }
  const refused = await ask('/api/search?searchTerm=a', '192.0.2.1')
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
  expect(refused.headers.get('cache-control')).toBe('no-store')
  expect(await refused.json()).toEqual({
    message: 'One client may search 2 times a second here. Try again in 1 s.',
  })
  expect((await ask('/api/search', '192.0.2.2')).status).toBe(200)
  expect((await ask('/search?searchTerm=a', '192.0.2.1')).status).toBe(200)
  now = 500
  expect((await ask('/api/suggest?q=a', '192.0.2.1')).status).toBe(200)
  expect((await ask('/api/suggest?q=a', '192.0.2.1')).status).toBe(429)
})

test('addresses of one IPv6 network are one client', async () => {
  const ask = await serve({ SEARCHES_PER_SECOND: '1' }, () => new Date(0))
  const statuses = []
  for (let host = 1; host <= 6; host += 1) {
    statuses.push((await ask('/api/search', `2001:db8::${host}`)).status)
  }
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
})

test.each([
  [{ SEARCHES_PER_SECOND: '0' }, '192.0.2.1'],
  [{ SEARCHES_PER_SECOND: '1', UNLIMITED_CLIENTS: '192.0.2.0/24' }, '192.0.2.1'],
  [{ SEARCHES_PER_SECOND: '1' }, '127.0.0.1'],
])('with %j %s is not limited', async (variables, client) => {
  const ask = await serve(variables, () => new Date(0))
  for (let count = 0; count < 20; count += 1) {
    expect((await ask('/api/search', client)).status).toBe(200)
  }
})
