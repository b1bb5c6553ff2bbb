/**
 * Guards that deleting much at once keeps nobody waiting: no turn of the event loop is longer than 50 ms, whether it is the tags
 * of an image, what it names, or all of a repository.
 */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { toDigest } from '#lib/oci/digest.ts'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import {
  type DistributionTest,
  openDistributionTest,
} from '#registry/distribution/testing/open-distribution-test.ts'
import { measureLongestTurn } from '#registry/testing/measure-longest-turn.ts'

const longestAllowedMs = 50
const digests = Array.from({ length: 10_000 }, (_, at) => toDigest('sha256', Buffer.from(`image ${at}`)))
const large = digests.slice(0, 20)
const wide = digests.slice(20, 24)

let api: DistributionTest
beforeAll(async () => {
  api = await openDistributionTest()
  for (const repositoryId of [1, 2]) await fill(repositoryId)
}, 120_000)
afterAll(() => api.close())

/** 10,000 images and blobs; 20 images with 1,000 tags each, and 4 with 10,000 layers each. */
async function fill(repositoryId: number): Promise<void> {
  const { db } = api.service.store
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
const remove = (imageIds: object[]) => () =>
  api.call('BatchDeleteImage', { repositoryName, imageIds }) as Promise<{ status: number }>

test.each<[string, number, () => Promise<{ status: number }>]>([
  [
    'one hundred tags of an image that has a thousand',
    200,
    remove(Array.from({ length: 100 }, (_, at) => ({ imageTag: `v0-${at}` }))),
  ],
  [
    'images with a thousand tags each',
    200,
    remove(large.slice(1, 6).map((imageDigest) => ({ imageDigest }))),
  ],
  ['one hundred images', 200, remove(digests.slice(100, 200).map((imageDigest) => ({ imageDigest })))],
  ['an image of 10,000 layers', 200, remove([{ imageDigest: wide[0] }])],
  ['the same by the distribution API', 202, () => api.send('DELETE', `/v2/acme/app/manifests/${wide[1]}`)],
  [
    'a repository of 10,000 images',
    200,
    () => api.call('DeleteRepository', { repositoryName: 'second', force: true }),
  ],
])('%s', { timeout: 60_000 }, async (_, status, run) => {
  const { result, longestTurnMs } = await measureLongestTurn(run)
  expect(result.status).toBe(status)
  expect(longestTurnMs).toBeLessThan(longestAllowedMs)
})

test('nothing is left of what was deleted', async () => {
  const { db } = api.service.store
  for (const table of ['image', 'image_tag', 'image_reference', 'repository_blob', 'pull_count'] as const) {
    const rows = await db.selectFrom(table).select('repository_id').where('repository_id', '=', 2).execute()
    expect(rows).toEqual([])
  }
  const gone = [...large.slice(1, 6), wide[0], wide[1]]
  const left = await db.selectFrom('image_reference').select('digest').distinct().execute()
  expect(left.map(({ digest }) => digest).toSorted()).toEqual(wide.slice(2).toSorted())
  const tagged = await db.selectFrom('image_tag').select('digest').distinct().execute()
  expect(tagged.filter(({ digest }) => gone.some((one) => one === digest))).toEqual([])
})
