/** What it costs to tell for which platforms many images were pulled is bounded, whatever strangers have pushed. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Digest, toDigest } from '#lib/oci/digest.ts'
import { OCI_IMAGE, OCI_INDEX } from '#lib/oci/media-types.ts'
import type { Store } from '#registry/store/open-store.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import {
  type DistributionTest,
  openDistributionTest,
} from '#testing/registry/distribution/open-distribution-test.ts'
import { measureLongestTurn } from '#testing/registry/measure-longest-turn.ts'
import { createFindPullPlatforms, toImageKey } from './find-pull-platforms.ts'
import { createPullCounter } from './pull-counter.ts'

const longestAllowedMs = 50
const repositoryId = 1

let api: DistributionTest
let readBytes: number
let store: Store
beforeEach(async () => {
  api = await openDistributionTest()
  readBytes = 0
  store = {
    ...api.service.store,
    manifests: {
      ...api.service.store.manifests,
      get: async (...asked) => {
        const stored = await api.service.store.manifests.get(...asked)
        readBytes += stored?.content.length ?? 0
        return stored
      },
    },
  }
})
afterEach(() => api.close())

/** Stores manifests as they are, without a push. */
async function put(manifests: readonly object[], mediaType: string): Promise<Digest[]> {
  const db = databaseOf(api.service.store)
  const digests: Digest[] = []
  for (const manifest of manifests) {
    const content = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, ...manifest }))
    const digest = toDigest('sha256', content)
    digests.push(digest)
    await db
      .insertInto('image')
      .values({
        repository_id: repositoryId,
        digest,
        media_type: mediaType,
        size_bytes: 9,
        manifest_bytes: content.length,
        pushed_at: api.service.clock().toISOString(),
      })
      .execute()
    await db.insertInto('image_manifest').values({ repository_id: repositoryId, digest, content }).execute()
  }
  return digests
}

const toImage = (name: string) => ({
  config: {
    mediaType: 'application/vnd.oci.image.config.v1+json',
    digest: toDigest('sha256', Buffer.from(name)),
    size: 2,
  },
  layers: [],
})

/** An index of so many images, each with so much beside it. */
async function putIndex(name: string, count: number, padding: number): Promise<Digest[]> {
  const names = Array.from({ length: count }, (_, at) => `${name} ${at}`)
  const images = await put(names.map(toImage), OCI_IMAGE)
  const manifests = images.map((digest) => ({
    mediaType: OCI_IMAGE,
    digest,
    size: 300,
    platform: { os: 'linux', architecture: 'amd64' },
    annotations: { padding: 'x'.repeat(padding) },
  }))
  const [index = ''] = await put([{ manifests }], OCI_INDEX)
  const db = databaseOf(api.service.store)
  for (const digest of images) {
    const reference = {
      digest: index,
      referenced_digest: digest,
      kind: 'image' as const,
      media_type: OCI_IMAGE,
    }
    await db
      .insertInto('image_reference')
      .values({ repository_id: repositoryId, ...reference })
      .execute()
  }
  return images
}

test('an index is read once for all of its images that were pulled', async () => {
  const images = await putIndex('large', 500, 1_000)
  const find = createFindPullPlatforms(store)
  const found = await find(images.map((digest) => ({ repositoryId, digest })))
  expect(new Set(images.map((digest) => found.get(toImageKey({ repositoryId, digest }))))).toEqual(
    new Set(['linux/amd64']),
  )
  // The index, and the first image.
  expect(readBytes).toBeLessThan(500 * 1_500)
  const before = readBytes
  await find(images.map((digest) => ({ repositoryId, digest })))
  expect(readBytes).toBe(before)
})

test('what is too much for one time is written down the next time, in its order', async () => {
  const pulled: Digest[] = []
  // 1.5 MB each.
  for (let at = 0; at < 12; at += 1) pulled.push(...(await putIndex(`index ${at}`, 3, 500_000)).slice(0, 1))
  const counter = createPullCounter(store, api.service.clock, randomUUID, createFindPullPlatforms(store))
  for (const digest of pulled) counter.countImage(repositoryId, digest)
  const readCount = async () => {
    const query = databaseOf(api.service.store).selectFrom('pull_platform').select('count')
    return (await query.executeTakeFirst())?.count
  }
  await counter.flush()
  expect(readBytes).toBeLessThan(12_000_000)
  const first = await readCount()
  expect(first).toBeLessThan(12)
  expect(first).toBeGreaterThan(2)
  for (const digest of pulled) counter.countImage(repositoryId, digest)
  for (let times = 0; times < 4; times += 1) await counter.flush()
  expect(await readCount()).toBe(24)
})

test('many images keep nobody waiting', { timeout: 60_000 }, async () => {
  const names = Array.from({ length: 4_000 }, (_, at) => `single ${at}`)
  const images = await put(names.map(toImage), OCI_IMAGE)
  const { longestTurnMs } = await measureLongestTurn(() =>
    createFindPullPlatforms(store)(images.map((digest) => ({ repositoryId, digest }))),
  )
  expect(longestTurnMs).toBeLessThan(longestAllowedMs)
})
