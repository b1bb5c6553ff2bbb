/** Guards how seldom an upstream is asked, and what of an answer counts for what: the service is real, and the clock the test's own. */
import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { Writable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { toDigest } from '#lib/oci/digest.ts'
import { openTestService, type TestService } from '#testing/registry/open-test-service.ts'
import { type ConfiguredUpstream, startConfiguredUpstream } from '#testing/start-configured-upstream.ts'
import type { UnrulyUpstream } from '#testing/unruly-upstream.ts'
import { createUpstreams, type OpenUpstream } from './create-upstreams.ts'

const start = Date.parse('2026-03-01T12:00:00.000Z')

let configured: ConfiguredUpstream
let upstream: UnrulyUpstream
let fixture: TestService
let open: OpenUpstream

beforeEach(async () => {
  configured = await startConfiguredUpstream({ freshSeconds: 60, staleSeconds: 600 })
  upstream = configured.upstream
  fixture = await openTestService({ UPSTREAMS_FILE: configured.file })
  open = requireOpen(fixture.service.upstreams.find('mirror'))
  // The challenge comes with the first of all requests.
  upstream.addImage('library/first', '1', [])
  await open.bring('library/first', { tag: '1' })
})
afterEach(async () => {
  await fixture[Symbol.asyncDispose]()
  await configured.remove()
})

function requireOpen(found: OpenUpstream | null): OpenUpstream {
  if (found === null) throw new Error('The upstream is not open.')
  return found
}

const setSecond = (at: number) => fixture.setTime(new Date(start + at * 1000).toISOString())
const name = 'library/app'

const refuseWith = (status: number, method: RegExp) => {
  upstream.trick = ({ method: asked, url }, response: ServerResponse) => {
    if (!method.test(asked ?? '') || !url?.includes('app')) return false
    response.writeHead(status).end()
    return true
  }
}

async function readTag(tag: string) {
  const { store } = fixture.service
  const repository = await store.repositories.get(open.accountId, name)
  return repository && store.tags.getDigest(repository.repositoryId, tag)
}

test('a tag that moves back to an image that is stored moves without that being asked for again', async () => {
  const tags = ['one', 'two'].map((text) => [Buffer.from(text)])
  const [one = [], two = []] = tags
  const digest = upstream.addImage(name, '1', one)
  await open.bring(name, { tag: '1' })
  const other = upstream.addImage(name, '1', two)
  setSecond(100)
  await open.bring(name, { tag: '1' })
  await expect.poll(() => readTag('1')).toBe(other)
  upstream.addImage(name, '1', one)
  // Which counts against a limit that asking with HEAD does not.
  refuseWith(429, /GET/)
  setSecond(200)
  await expect.poll(() => open.bring(name, { tag: '1' }).then(() => readTag('1'))).toBe(digest)
  expect(await open.bring(name, { tag: '1' })).toBeNull()
})

test('a tag that is too old to be answered is not asked for at every try while the upstream fails', async () => {
  for (const status of [403, 500]) {
    const tag = `t${status}`
    upstream.addImage(name, tag, [])
    await open.bring(name, { tag })
    setSecond(status * 10)
    refuseWith(status, /HEAD/)
    const before = upstream.requests.length
    for (let at = 0; at < 10; at += 1) await expect(open.bring(name, { tag })).rejects.toThrow(String(status))
    expect(upstream.requests.length - before).toBe(1)
    upstream.trick = null
    setSecond(status * 10 + 11)
    expect(await open.bring(name, { tag })).toBeNull()
  }
})

test('a tag that another registry process has compared is not compared again', async () => {
  const second = requireOpen((await createUpstreams(fixture.service)).find('mirror'))
  upstream.addImage(name, '1', [])
  await open.bring(name, { tag: '1' })
  await second.bring(name, { tag: '1' })
  setSecond(100)
  await open.bring(name, { tag: '1' })
  await expect.poll(() => open.bring(name, { tag: '1' }).then(() => open.figures.hits)).toBeGreaterThan(0)
  await second.bring(name, { tag: '1' })
  await second.bring(name, { tag: '1' })
  expect(second.figures).toEqual({ hits: 3, misses: 0, stales: 0 })
  expect(upstream.count(/HEAD/)).toBe(1)
})

test('a tag that was compared while the clock was wrong is not fresh until that time', async () => {
  setSecond(365 * 86_400)
  upstream.addImage(name, '1', [])
  await open.bring(name, { tag: '1' })
  setSecond(0)
  const moved = upstream.addImage(name, '1', [Buffer.from('new')])
  await expect.poll(() => open.bring(name, { tag: '1' }).then(() => readTag('1'))).toBe(moved)
})

test('whether a layer is there may be refused where the layer itself is not', async () => {
  const digest = upstream.addBlob(randomBytes(1_000))
  upstream.addImage(name, '1', [])
  refuseWith(403, /HEAD/)
  await expect(open.measureBlob(name, digest)).rejects.toThrow('403')
  expect((await open.bringBlob(name, digest))?.sizeBytes).toBe(1_000)
  await expect.poll(() => open.countFills()).toBe(0)
})

/** Gives the layer up to a byte and then nothing more, until it is let go. */
function holdBack(layer: Buffer, at: number): { release: (rest: Buffer) => void } {
  let held: ServerResponse | null = null
  upstream.trick = (request, response) => {
    if (request.method !== 'GET' || !request.url?.includes('/blobs/')) return false
    response.writeHead(200, { 'content-length': String(layer.length) })
    response.write(layer.subarray(0, at))
    held = response
    return true
  }
  return { release: (rest) => void held?.end(rest) }
}

test('how large a layer is that is on its way is not asked for', async () => {
  const layer = randomBytes(10_000)
  const digest = upstream.addBlob(layer)
  const { release } = holdBack(layer, 5_000)
  await open.bringBlob(name, digest)
  expect(await open.measureBlob(name, digest)).toBe(10_000)
  expect(upstream.count(/HEAD/)).toBe(0)
  release(layer.subarray(5_000))
  await expect.poll(() => open.countFills()).toBe(0)
})

test('a part of a layer that is on its way never ends as if it were right before the layer is', async () => {
  const layer = randomBytes(10_000)
  const digest = upstream.addBlob(layer)
  const wrong = randomBytes(10_000)
  const { release } = holdBack(wrong, 5_000)
  const fill = await open.bringBlob(name, digest)
  const received: Buffer[] = []
  const sink = new Writable({
    write(chunk, _, done) {
      // The memory is given back when it has been taken.
      received.push(Buffer.from(chunk))
      done()
    },
  })
  const sent = fill?.send(1_000, 2_000, sink)
  sent?.catch(() => {})
  await expect.poll(() => Buffer.concat(received).length).toBe(999)
  release(wrong.subarray(5_000))
  await expect(sent).rejects.toThrow()
  expect(Buffer.concat(received).length).toBe(999)
})

test('what is left of a layer and cannot be gone on with is fetched anew at once', async () => {
  const layer = randomBytes(10_000)
  const digest = upstream.addBlob(layer)
  const { fills } = fixture.service.store.content
  const writer = await fills.open(open.accountId, digest)
  await writer.append([randomBytes(20_000)])
  await writer.leave()
  upstream.trick = (request, response) => {
    if (request.headers.range === undefined) return false
    response.writeHead(416, { 'content-range': 'bytes */10000' }).end()
    return true
  }
  expect((await open.bringBlob(name, digest))?.sizeBytes).toBe(10_000)
  await expect.poll(() => open.countFills()).toBe(0)
  expect(await open.bringBlob(name, digest)).toBeNull()
  expect(toDigest('sha256', layer)).toBe(digest)
})

test('a layer that two repositories have is fetched once, also while it is on its way', async () => {
  const [first, second] = [randomBytes(10_000), randomBytes(10_000)]
  const digests = [first, second].map((layer) => toDigest('sha256', layer))
  const [digest, coming] = digests
  if (digest === undefined || coming === undefined) throw new Error('There are two.')
  for (const one of [name, 'library/apps']) {
    await open.bring(one, { digest: upstream.addImage(one, '1', [first, second]) })
  }
  await open.bringBlob(name, digest)
  await expect.poll(() => open.countFills()).toBe(0)
  upstream.requests.length = 0
  expect(await open.measureBlob('library/apps', digest)).toBeNull()
  expect(await open.bringBlob('library/apps', digest)).toBeNull()
  expect(upstream.requests).toEqual([])
  const { release } = holdBack(second, 5_000)
  await open.bringBlob(name, coming)
  expect((await open.bringBlob('library/apps', coming))?.sizeBytes).toBe(10_000)
  expect(await open.measureBlob('library/apps', coming)).toBe(10_000)
  release(second.subarray(5_000))
  await expect.poll(() => open.countFills()).toBe(0)
  expect(await open.bringBlob('library/apps', coming)).toBeNull()
  expect(upstream.requests).toEqual([`GET /v2/${name}/blobs/${coming}`])
})

test('a layer that no image of a repository names is asked of the upstream, whoever has it', async () => {
  const layer = randomBytes(1_000)
  await open.bring(name, { digest: upstream.addImage(name, '1', [layer]) })
  await open.bring('library/apps', { digest: upstream.addImage('library/apps', '1', []) })
  const digest = toDigest('sha256', layer)
  await open.bringBlob(name, digest)
  await expect.poll(() => open.countFills()).toBe(0)
  upstream.trick = ({ url }, response) => {
    if (!url?.includes('apps/blobs')) return false
    response.writeHead(404).end()
    return true
  }
  await expect(open.bringBlob('library/apps', digest)).rejects.toThrow('does not have it')
})

test('as many layers as may be on their way at once leave a connection for images', async () => {
  const held: ServerResponse[] = []
  upstream.trick = (request, response) => {
    if (request.method !== 'GET' || !request.url?.includes('/blobs/')) return false
    response.writeHead(200, { 'content-length': '100' })
    response.flushHeaders()
    held.push(response)
    return true
  }
  const layers = Array.from({ length: 64 }, () => toDigest('sha256', randomBytes(100)))
  await Promise.all(layers.map((layer) => open.bringBlob(name, layer)))
  upstream.addImage(name, '1', [])
  await open.bring(name, { tag: '1' })
  expect(held).toHaveLength(64)
  upstream.trick = (_, response) => {
    response.writeHead(404).end()
    return true
  }
  for (const response of held) response.destroy()
  await expect.poll(() => open.countFills(), { timeout: 10_000 }).toBe(0)
}, 40_000)
