import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { everyPageTag, publisherTag, repositoryTag } from './cache-tags.ts'
import {
  getRevalidationSecret,
  isRevalidationSecret,
  MAX_STALE_TAGS,
  revalidationBody,
  revalidationHeader,
  toStaleTags,
} from './revalidation.ts'
import { createRevalidationQueue } from './revalidation-queue.ts'

const patience = { timeout: 20_000 }
const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

test('a change makes old what shows it, under every alias, and nothing else', () => {
  const repositories = [{ registryId: '1', repositoryName: 'team/web' }]
  expect(toStaleTags({ registryId: '1', aliases: ['acme', 'a1b2c3d4'], repositories })).toEqual([
    publisherTag('acme'),
    repositoryTag('acme', 'team/web'),
    publisherTag('a1b2c3d4'),
    repositoryTag('a1b2c3d4', 'team/web'),
  ])
})

test('a tag is one name’s alone, whatever an address has in it, and fits into the header it travels in', () => {
  const names = ['acme', 'Acme', 'acme,page', 'a'.repeat(5_000), 'a'.repeat(5_001), 'café', '\u202e\n', '']
  const tags = names.flatMap((name) => [
    publisherTag(name),
    repositoryTag(name, 'web'),
    repositoryTag('acme', `web/${name}`),
  ])
  expect(new Set([everyPageTag, ...tags]).size).toBe(tags.length + 1)
  expect(tags.filter((tag) => !/^[a-zA-Z0-9_-]{1,256}$/.test(tag))).toEqual([])
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

test('the queue tries again, names a page once, and says "all" when there are too many', async () => {
  const { received, queue, later, errors } = await startQueue({ failures: 2, isUnderWay: () => false })
  queue.add(['a'])
  queue.add(['b', 'c'])
  queue.add(['b'])
  await expect.poll(() => received.flat(), patience).toEqual(['a', 'b', 'c'])
  expect(received[0]).toEqual(['a'])
  queue.add(['d'])
  queue.add(Array.from({ length: MAX_STALE_TAGS + 1 }, (_, position) => `${position}`))
  await expect.poll(() => received, patience).toContainEqual('all')
  expect(later).toEqual([])
  expect(errors).toEqual([])
})

test('a page that is just being made is named again when it is there, and no other', async () => {
  const { received, queue, later } = await startQueue({
    isUnderWay: (tag) => tag === 'a' || tag === everyPageTag,
  })
  queue.add(['a', 'b'])
  queue.add('all')
  await expect.poll(() => received, patience).toEqual([['a', 'b'], 'all'])
  for (const [position, stale] of [['a'], 'all'].entries()) {
    later[position]?.()
    await expect.poll(() => received.slice(2 + position), patience).toEqual([stale])
  }
  expect(later).toHaveLength(2)
})

/** A queue, and a gallery that fails so many times before it listens. */
async function startQueue({
  failures = 0,
  isUnderWay,
}: {
  failures?: number
  isUnderWay: (tag: string) => boolean
}) {
  const received: unknown[] = []
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
  servers.push(server)
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const errors: Error[] = []
  const later: (() => void)[] = []
  const queue = createRevalidationQueue({
    url: `http://127.0.0.1:${port}/`,
    isUnderWay,
    later: (work) => later.push(work),
    onError: (error) => errors.push(error),
  })
  return { received, queue, later, errors }
}
