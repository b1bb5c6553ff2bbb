import type { LookupFunction } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { answer, type FakeRegistry, startFakeRegistry } from '#testing/fake-registry.ts'
import { createRemoteImages, type RemoteImages } from './create-remote-images.ts'
import { fetchImage } from './fetch-image.ts'
import { findImageType } from './find-image-type.ts'
import { isSigned, toSignedAddress } from './sign-address.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
  'base64',
)
const lookup: LookupFunction = (_, options, callback) =>
  options.all ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4)

let host: FakeRegistry
let images: RemoteImages
let nowMs = 0
const failures: unknown[] = []

beforeEach(async () => {
  nowMs = 100 * 86_400_000
  host = await startFakeRegistry()
  images = createRemoteImages({
    file: ':memory:',
    maxBytes: 10_000_000,
    onFailure: (error) => failures.push(error),
    rules: { isAllowed: ({ hostname }) => hostname !== 'private.example', lookup },
    now: () => nowMs,
  })
})
afterEach(async () => {
  images.close()
  await host.close()
})

describe('an image of another host', () => {
  test('is fetched once a day, whatever type its host gives it', async () => {
    host.handle = (_, response) => answer(response, 200, { 'content-type': 'text/html' }, png)
    const found = await Promise.all([1, 2, 3].map(() => images.get(`${host.origin}/badge`)))
    expect(found.map((one) => one?.contentType)).toEqual(['image/png', 'image/png', 'image/png'])
    expect(found[0]?.bytes).toEqual(png)
    expect(host.requests).toEqual(['GET /badge'])
    nowMs += 86_400_000
    await images.get(`${host.origin}/badge`)
    expect(host.requests).toHaveLength(2)
  })

  test('is that of yesterday while its host is away', async () => {
    host.handle = (_, response) => answer(response, 200, {}, png)
    await images.get(`${host.origin}/badge`)
    nowMs += 86_400_000
    host.handle = (_, response) => answer(response, 503, {})
    expect((await images.get(`${host.origin}/badge`))?.bytes).toEqual(png)
    host.handle = (_, response) => response.destroy()
    nowMs += 10_000
    expect((await images.get(`${host.origin}/badge`))?.bytes).toEqual(png)
  })

  test.each<[string, FakeRegistry['handle']]>([
    [
      'is no image',
      (_, response) => answer(response, 200, { 'content-type': 'image/png' }, '<html><script>'),
    ],
    ['is missing', (_, response) => answer(response, 404, {})],
    [
      'is too large',
      (_, response) => answer(response, 200, {}, Buffer.concat([png, Buffer.alloc(5_000_001)])),
    ],
    [
      'leads to a private host',
      (_, response) => answer(response, 302, { location: 'http://private.example/' }),
    ],
    ['leads to nowhere', (_, response) => answer(response, 302, {})],
    ['leads round in a circle', (_, response) => answer(response, 302, { location: '/badge' })],
  ])('that %s is none, and is not asked for again that day', async (_, handle) => {
    host.handle = handle
    expect(await images.get(`${host.origin}/badge`)).toBeNull()
    const { length } = host.requests
    nowMs += 3_600_000
    expect(await images.get(`${host.origin}/badge`)).toBeNull()
    expect(host.requests).toHaveLength(length)
  })

  test('that a text names on this machine or in its network is never asked for', async () => {
    const options = { signal: AbortSignal.timeout(5_000), maxBytes: 1_000 }
    for (const url of [
      `${host.origin}/badge`,
      'https://127.0.0.1/',
      'https://[::1]/',
      'https://10.0.0.1/',
      'https://user@example.com/',
      'https://example.com:8443/',
      'file:///etc/passwd',
    ]) {
      expect(await fetchImage(url, options)).toBeNull()
    }
    await expect(fetchImage('https://localhost/', options)).rejects.toThrow('public internet')
    expect(host.requests).toEqual([])
  })
})

test.each([
  ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  ['image/svg+xml', '\uFEFF<?xml version="1.0"?>\n<!-- made by <svg> -->\n<!DOCTYPE svg>\n<svg>'],
  ['image/gif', 'GIF89a'],
  ['image/webp', 'RIFF0000WEBPVP8 '],
  ['image/avif', '\0\0\0\x20ftypavif'],
  [null, '<!DOCTYPE html><svg>'.replace('<svg>', '<html>')],
  [null, '<svgx>'],
  [null, '<!-- never closed <svg>'],
  [null, '%PDF-1.7'],
  [null, ''],
])('by its bytes it is %s: %j', (type, bytes) => {
  expect(findImageType(Buffer.from(bytes))).toBe(type)
})

test('only addresses that were signed here are shown', () => {
  const url = 'https://example.com/a.png?b=c&d=e'
  const query = new URL(toSignedAddress(url, 'secret'), 'http://gallery').searchParams
  expect(query.get('url')).toBe(url)
  const signature = query.get('signature') ?? ''
  expect(isSigned(url, signature, 'secret')).toBe(true)
  expect(isSigned(url, signature, 'another')).toBe(false)
  expect(isSigned(`${url}f`, signature, 'secret')).toBe(false)
  expect(isSigned(url, `${signature}x`, 'secret')).toBe(false)
})
