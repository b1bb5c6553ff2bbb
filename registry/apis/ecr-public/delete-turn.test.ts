/**
 * Guards that deleting much at once keeps nobody waiting: no turn of the event loop is longer than 50 ms, whether it is the tags
 * of an image, what it names, or all of a repository.
 */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { toDigest } from '#lib/oci/digest.ts'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import {
  type DistributionTest,
  openDistributionTest,
} from '#testing/registry/distribution/open-distribution-test.ts'
import { ownerAccount } from '#testing/registry/ecr-public/open-api-test.ts'
import { measureLongestTurn } from '#testing/registry/measure-longest-turn.ts'

const longestAllowedMs = 50
const digests = Array.from({ length: 10_000 }, (_, at) => toDigest('sha256', Buffer.from(`image ${at}`)))
const large = digests.slice(0, 20)
const wide = digests.slice(20, 28)
/** Those that are deleted whole, one for each attempt. */
const others = ['second', 'third', 'fourth']

let api: DistributionTest
beforeAll(async () => {
  api = await openDistributionTest()
  for (const name of ['third', 'fourth']) await api.call('CreateRepository', { repositoryName: name })
  const db = databaseOf(api.service.store)
  const repositories = await db
    .selectFrom('repository')
    .select('repository_id')
    .where('name', 'in', ['app', ...others])
    .where('account_id', '=', ownerAccount)
    .execute()
  for (const { repository_id } of repositories) await fill(repository_id)
}, 120_000)
afterAll(() => api.close())

/** 10,000 images and blobs; 20 images with 1,000 tags each, and 8 with 10,000 layers each. */
async function fill(repositoryId: number): Promise<void> {
  const db = databaseOf(api.service.store)
  const list = JSON.stringify(digests)
  const at = api.service.clock().toISOString()
  await sql`INSERT INTO image (repository_id, digest, media_type, size_bytes, manifest_bytes, pushed_at)
    SELECT ${repositoryId}, value, ${OCI_IMAGE}, 9, 7, ${at} FROM json_each(${list})`.execute(db)
  await sql`INSERT INTO blob (digest, size_bytes, created_at) SELECT value, 7, ${at} FROM json_each(${list})
    WHERE true ON CONFLICT DO NOTHING`.execute(db)
  await sql`INSERT INTO repository_blob SELECT ${repositoryId}, value, ${at} FROM json_each(${list})`.execute(
    db,
  )
  await sql`INSERT INTO image_tag (repository_id, tag, digest, created_at)
    SELECT ${repositoryId}, 'v' || image.key || '-' || number.key, image.value, ${at}
    FROM json_each(${JSON.stringify(large)}) AS image
    CROSS JOIN json_each(${JSON.stringify(digests.slice(0, 1000))}) AS number`.execute(db)
  await sql`INSERT INTO image_reference (repository_id, digest, referenced_digest, kind, media_type)
    SELECT ${repositoryId}, image.value, layer.value, 'blob', 'a/b'
    FROM json_each(${JSON.stringify(wide)}) AS image CROSS JOIN json_each(${list}) AS layer`.execute(db)
  await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(db)
}

const repositoryName = 'app'
const remove = (toImageIds: (attempt: number) => object[]) => (attempt: number) =>
  api.call('BatchDeleteImage', { repositoryName, imageIds: toImageIds(attempt) }) as Promise<{
    status: number
  }>
const removed = new Set<string>()
const toIds = (list: string[]) =>
  list.map((imageDigest) => {
    removed.add(imageDigest)
    return { imageDigest }
  })

test.each<[string, number, (attempt: number) => Promise<{ status: number }>]>([
  [
    'one hundred tags of an image that has a thousand',
    200,
    remove((attempt) => Array.from({ length: 100 }, (_, at) => ({ imageTag: `v0-${attempt * 100 + at}` }))),
  ],
  [
    'images with a thousand tags each',
    200,
    remove((attempt) => toIds(large.slice(1 + 5 * attempt, 6 + 5 * attempt))),
  ],
  [
    'one hundred images',
    200,
    remove((attempt) => toIds(digests.slice(100 * (attempt + 1), 100 * (attempt + 2)))),
  ],
  ['an image of 10,000 layers', 200, remove((attempt) => toIds(wide.slice(attempt, attempt + 1)))],
  [
    'the same by the distribution API',
    202,
    (attempt) => {
      const [{ imageDigest } = { imageDigest: '' }] = toIds(wide.slice(3 + attempt, 4 + attempt))
      return api.send('DELETE', `/v2/acme/app/manifests/${imageDigest}`)
    },
  ],
  [
    'a repository of 10,000 images',
    200,
    (attempt) => api.call('DeleteRepository', { repositoryName: others[attempt], force: true }),
  ],
])('%s', { timeout: 60_000 }, async (_, status, run) => {
  const { results, longestTurnMs } = await measureLongestTurn(run)
  for (const result of results) expect(result.status).toBe(status)
  expect(longestTurnMs).toBeLessThan(longestAllowedMs)
})

test('nothing is left of what was deleted', async () => {
  const db = databaseOf(api.service.store)
  const repositories = db.selectFrom('repository').select('repository_id')
  for (const table of ['image', 'image_tag', 'image_reference', 'repository_blob', 'pull_count'] as const) {
    const rows = await db
      .selectFrom(table)
      .select('repository_id')
      .where('repository_id', 'not in', repositories)
      .execute()
    expect(rows).toEqual([])
  }
  const kept = (list: readonly string[]) => list.filter((digest) => !removed.has(digest)).toSorted()
  expect(await listDigests('image')).toEqual(kept(digests))
  expect(await listDigests('image_reference')).toEqual(kept(wide))
  expect(await listDigests('image_tag')).toEqual(kept(large))
})

async function listDigests(table: 'image' | 'image_reference' | 'image_tag'): Promise<string[]> {
  const db = databaseOf(api.service.store)
  const rows = await db.selectFrom(table).select('digest').distinct().where('repository_id', '=', 1).execute()
  return rows.map(({ digest }) => digest).toSorted()
}
