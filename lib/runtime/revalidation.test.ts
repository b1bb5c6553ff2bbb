import { once } from 'node:events'
import { createServer } from 'node:http'
import { expect, test } from 'vitest'
import {
  getRevalidationSecret,
  isRevalidationSecret,
  MAX_STALE_PATHS,
  revalidationBody,
  revalidationHeader,
  toStalePaths,
} from './revalidation.ts'
import { createRevalidationQueue } from './revalidation-queue.ts'

test('a change makes old every page that shows it, under every alias', () => {
  const repositories = [{ registryId: '1', repositoryName: 'team/web' }]
  expect(toStalePaths({ registryId: '1', aliases: ['acme', 'a1b2c3d4'], repositories })).toEqual([
    '/acme',
    '/acme/team/web',
    '/~page/tab/usage/acme/team/web',
    '/~page/tab/tags/acme/team/web',
    '/a1b2c3d4',
    '/a1b2c3d4/team/web',
    '/~page/tab/usage/a1b2c3d4/team/web',
    '/~page/tab/tags/a1b2c3d4/team/web',
  ])
})

test('only the secret of this process is accepted', () => {
  expect(isRevalidationSecret(getRevalidationSecret())).toBe(true)
  for (const wrong of [
    null,
    '',
    'x',
    getRevalidationSecret().replace(/./, 'z'),
    `${getRevalidationSecret()} `,
  ]) {
    expect(isRevalidationSecret(wrong)).toBe(false)
  }
})

test('the queue tries again, names each page twice, and says "all" when there are too many', async () => {
  const received: unknown[] = []
  let failures = 2
  const server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = []
    for await (const chunk of request) chunks.push(chunk)
    const isKnown = isRevalidationSecret(String(request.headers[revalidationHeader]))
    const isUp = failures === 0
    failures = Math.max(0, failures - 1)
    if (isUp && isKnown)
      received.push(revalidationBody.parse(JSON.parse(Buffer.concat(chunks).toString())).stale)
    response.writeHead(isUp ? 204 : 503).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const errors: Error[] = []
  const queue = createRevalidationQueue({
    url: `http://127.0.0.1:${port}/`,
    onError: (error) => errors.push(error),
  })

  queue.add(['/a'])
  queue.add(['/b', '/c'])
  queue.add(['/b'])
  const named = (path: string) => received.flat().filter((stale) => stale === path).length
  const patience = { timeout: 20_000 }
  await expect.poll(() => ['/a', '/b', '/c'].every((path) => named(path) >= 2), patience).toBe(true)
  expect(received[0]).toEqual(['/a'])
  queue.add(['/d'])
  queue.add(Array.from({ length: MAX_STALE_PATHS + 1 }, (_, position) => `/${position}`))
  await expect.poll(() => received, patience).toContainEqual('all')
  await expect.poll(() => named('/d') + named('all'), patience).toBeGreaterThanOrEqual(2)
  expect(errors).toEqual([])
  server.close()
})
