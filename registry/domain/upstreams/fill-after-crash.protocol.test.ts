/** Guards that a layer on its way survives the client that began it, the program, and what a crash has made of its file. */
import { randomBytes } from 'node:crypto'
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Digest, toDigest } from '#lib/oci/digest.ts'
import { type BehindUpstream, startBehindUpstream } from '#testing/registry/start-behind-upstream.ts'

let behind: BehindUpstream
/** Of the upstream, as the first test learns it. */
let accountId = ''
/** What was asked for of layers, with a token: the value of `Range`, or null for the whole. */
const ranges: (string | null)[] = []

beforeAll(async () => {
  behind = await startBehindUpstream()
}, 60_000)
afterEach(() => {
  behind.upstream.trick = null
  ranges.length = 0
})
afterAll(() => behind.remove())

const path = (digest: Digest) => `mirror/library/app/blobs/${digest}`
const read = async (digest: Digest) => Buffer.from(await (await behind.get(path(digest))).arrayBuffer())

function addLayer(bytes = 4_000_000) {
  const layer = randomBytes(bytes)
  behind.upstream.addImage('library/app', String(bytes), [layer])
  return { layer, digest: toDigest('sha256', layer) }
}

/** Gives the first half of a layer and nothing more; then as usual, and notes what is asked for. */
function giveHalf(layer: Buffer, { hangs }: { hangs: boolean }) {
  behind.upstream.trick = (request, response) => {
    if (!request.url?.includes('/blobs/') || request.headers.authorization === undefined) return false
    ranges.push(request.headers.range ?? null)
    if (ranges.length > 1) return false
    response.writeHead(200, { 'content-length': String(layer.length) })
    response.write(layer.subarray(0, layer.length / 2), () => {
      if (!hangs) setTimeout(() => response.destroy(), 100)
    })
    return true
  }
}

const fillFolder = () => join(behind.dataDir, 'fills')
/** As a crash would. */
function leaveOnDisk(digest: Digest, bytes: Buffer) {
  writeFileSync(join(fillFolder(), `${accountId}-${digest.replace(':', '-')}`), bytes)
}
const readFillBytes = () =>
  readdirSync(fillFolder()).reduce((sum, name) => sum + statSync(join(fillFolder(), name)).size, 0)

test('after kill -9 the rest is asked for by its range, and the whole is what it was', async () => {
  const { layer, digest } = addLayer()
  giveHalf(layer, { hangs: true })
  const begun = await behind.get(path(digest))
  await begun.body?.getReader().read()
  await expect.poll(readFillBytes, { timeout: 10_000 }).toBe(2_000_000)
  accountId = readdirSync(fillFolder())[0]?.split('-')[0] ?? ''
  await behind.restart(undefined, 'SIGKILL')
  expect((await read(digest)).equals(layer)).toBe(true)
  expect(ranges).toEqual([null, 'bytes=1999999-'])
  await expect.poll(() => readdirSync(fillFolder())).toEqual([])
})

test('what a crash has left wrong is never taken for the layer, and is thrown away', async () => {
  const { layer, digest } = addLayer(3_000_000)
  leaveOnDisk(digest, randomBytes(1_000_000))
  await expect(read(digest)).rejects.toThrow()
  await expect
    .poll(async () => (await read(digest).catch(() => layer.subarray(1))).equals(layer), { timeout: 10_000 })
    .toBe(true)
})

test('more than the layer has is thrown away, too', async () => {
  const { layer, digest } = addLayer(2_500_000)
  leaveOnDisk(digest, randomBytes(2_600_000))
  await expect
    .poll(async () => (await read(digest).catch(() => layer.subarray(1))).equals(layer), { timeout: 10_000 })
    .toBe(true)
})

test('a fill goes on when its client has gone, and over a line that breaks', async () => {
  const { layer, digest } = addLayer(3_500_000)
  giveHalf(layer, { hangs: false })
  const leaving = new AbortController()
  const { token } = (await (await fetch(`${behind.endpoint}/token`)).json()) as { token: string }
  const headers = { authorization: `Bearer ${token}` }
  const answer = await fetch(`${behind.endpoint}/v2/${path(digest)}`, { headers, signal: leaving.signal })
  await answer.body?.getReader().read()
  leaving.abort()
  await expect.poll(() => ranges).toEqual([null, 'bytes=1749999-'])
  await expect.poll(() => readdirSync(fillFolder())).toEqual([])
  const before = behind.upstream.count(/blobs/)
  expect((await read(digest)).equals(layer)).toBe(true)
  expect(behind.upstream.count(/blobs/)).toBe(before)
})

test('an upstream that starts again in the middle of a layer is waited for', async () => {
  const { layer, digest } = addLayer(3_000_002)
  let refusals = 0
  giveHalf(layer, { hangs: false })
  const half = behind.upstream.trick
  behind.upstream.trick = (request, response) => {
    if (ranges.length > 0 && refusals < 2 && request.url?.includes('/blobs/')) {
      refusals += 1
      response.writeHead(503).end()
      return true
    }
    return half?.(request, response) ?? false
  }
  expect((await read(digest)).equals(layer)).toBe(true)
  expect(refusals).toBe(2)
})

test('whether a layer is there is asked without fetching it', async () => {
  const { digest } = addLayer(1_234_567)
  const before = behind.upstream.count(/GET .*blobs/)
  const answer = await behind.get(path(digest), {}, 'HEAD')
  expect([answer.status, answer.headers.get('content-length')]).toEqual([200, '1234567'])
  expect(behind.upstream.count(/GET .*blobs/)).toBe(before)
  const unknown: Digest = `sha256:${'0'.repeat(64)}` as Digest
  expect((await behind.get(path(unknown), {}, 'HEAD')).status).toBe(404)
})

test('a part of a cold layer is answered as that part', async () => {
  const { layer, digest } = addLayer(2_000_010)
  const answer = await behind.get(path(digest), { range: 'bytes=1000000-1000009' })
  expect(answer.status).toBe(206)
  expect(Buffer.from(await answer.arrayBuffer()).equals(layer.subarray(1_000_000, 1_000_010))).toBe(true)
})

test('a layer that comes too slowly is given up, and what came of it is kept', async () => {
  const { digest } = addLayer(2_000_020)
  await behind.restart({ timeoutSeconds: 1 })
  behind.upstream.trick = (request, response) => {
    if (!request.url?.includes('/blobs/') || request.headers.authorization === undefined) return false
    if (request.headers.range !== undefined) return true
    response.writeHead(200, { 'content-length': '2000020' })
    response.write(Buffer.alloc(1000))
    return true
  }
  await expect(read(digest)).rejects.toThrow()
}, 60_000)
