/** Guards that who may pull no more does not use up, either, what an upstream gives this registry. */
import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { toDigest } from '#lib/oci/digest.ts'
import {
  type DistributionTest,
  openDistributionTest,
} from '#testing/registry/distribution/open-distribution-test.ts'
import { type ConfiguredUpstream, startConfiguredUpstream } from '#testing/start-configured-upstream.ts'
import type { UnrulyUpstream } from '#testing/unruly-upstream.ts'

const tags = Array.from({ length: 320 }, (_, at) => `t${at}`)

let configured: ConfiguredUpstream
let upstream: UnrulyUpstream
let api: DistributionTest

beforeEach(async () => {
  configured = await startConfiguredUpstream({ repositories: ['*'] })
  upstream = configured.upstream
  api = await openDistributionTest({
    UPSTREAMS_FILE: configured.file,
    RATE_LIMITS: 'aws',
    ANONYMOUS_DATA_GB_PER_MONTH: '0.000002',
  })
})
afterEach(async () => {
  await api.close()
  await configured.remove()
})

const send = (method: string, path: string) =>
  api.send(method, `/v2/mirror/library/app/${path}`, { as: 'anyone', sourceIp: '192.0.2.1' })

async function countStatuses(method: string, paths: readonly string[]) {
  const counts: Record<number, number> = {}
  for (const path of paths) {
    const { status } = await send(method, path)
    counts[status] = (counts[status] ?? 0) + 1
  }
  return counts
}

test('an image for which a client has to wait is not fetched for it', async () => {
  for (const tag of tags) upstream.addImage('library/app', tag, [])
  expect(
    await countStatuses(
      'GET',
      tags.slice(0, 40).map((tag) => `manifests/${tag}`),
    ),
  ).toEqual({
    200: 10,
    429: 30,
  })
  // One to learn that there is no more, and one for the challenge.
  expect(upstream.count(/GET .*manifests/)).toBe(12)
  api.setTime('2026-03-01T12:01:00.000Z')
  expect((await send('GET', `manifests/${tags[30]}`)).status).toBe(200)
})

test('nor is a layer, when it has had all data that it may have', async () => {
  const [first, second] = [randomBytes(3_000), randomBytes(3_000)]
  upstream.addImage('library/app', '1', [first, second])
  expect((await send('GET', `blobs/${toDigest('sha256', first)}`)).status).toBe(200)
  expect((await send('GET', `blobs/${toDigest('sha256', second)}`)).status).toBe(429)
  expect(upstream.count(new RegExp(toDigest('sha256', second)))).toBe(0)
})

test('questions that are no pulls are no way round, either', async () => {
  for (const tag of tags) upstream.addImage('library/app', tag, [])
  const heads = tags.map((tag) => `manifests/${tag}`)
  expect(await countStatuses('HEAD', heads)).toEqual({ 200: 301, 429: 19 })
  // What is here costs the upstream nothing.
  api.setTime('2026-03-01T12:01:30.000Z')
  expect(await countStatuses('HEAD', [...heads.slice(0, 200), ...heads.slice(0, 200)])).toEqual({ 200: 400 })
}, 60_000)

test('nor are lists', async () => {
  const image = upstream.addImage('library/app', '1', [])
  await send('GET', 'manifests/1')
  const subjects = tags.map((tag) => `referrers/${toDigest('sha256', Buffer.from(tag))}`)
  expect((await countStatuses('GET', subjects))[429]).toBe(19)
  api.setTime('2026-03-01T12:01:30.000Z')
  const pages = tags.map((tag) => `tags/list?n=1&last=${tag}`)
  expect((await countStatuses('GET', pages))[429]).toBe(19)
  api.setTime('2026-03-01T12:03:00.000Z')
  const same = Array.from({ length: 400 }, () => `referrers/${image}`)
  expect(await countStatuses('GET', same)).toEqual({ 200: 400 })
}, 60_000)
