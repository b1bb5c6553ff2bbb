/** Guards that no answer about a large repository keeps others waiting: no turn of the event loop is longer than 50 ms. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { toDigest } from '#lib/oci/digest.ts'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import {
  type DistributionTest,
  openDistributionTest,
} from '#testing/registry/distribution/open-distribution-test.ts'
import { measureLongestTurn } from '#testing/registry/measure-longest-turn.ts'

const longestAllowedMs = 50
const subject = toDigest('sha256', Buffer.from('subject'))
const digests = Array.from({ length: 10_000 }, (_, at) => toDigest('sha256', Buffer.from(`image ${at}`)))

let api: DistributionTest
beforeAll(async () => {
  api = await openDistributionTest()
  const db = databaseOf(api.service.store)
  const list = JSON.stringify(digests)
  const at = api.service.clock().toISOString()
  const annotations = JSON.stringify({ title: 'x'.repeat(300) })
  await sql`INSERT INTO image (repository_id, digest, media_type, size_bytes, manifest_bytes, pushed_at, subject_digest, annotations)
    SELECT 1, value, ${OCI_IMAGE}, 9, 7, ${at}, ${subject}, ${annotations} FROM json_each(${list})`.execute(
    db,
  )
  await sql`INSERT INTO blob (digest, size_bytes, created_at) SELECT value, 7, ${at} FROM json_each(${list})`.execute(
    db,
  )
  await sql`INSERT INTO repository_blob SELECT 1, value, ${at} FROM json_each(${list})`.execute(db)
  const numbers = JSON.stringify(Array.from({ length: 1000 }, (_, number) => number))
  // Those that are listed first have as many tags as an image may have.
  await sql`INSERT INTO image_tag (repository_id, tag, digest, created_at)
    SELECT 1, 'v' || image.key || '-' || number.value, image.value, ${at}
    FROM json_each(${JSON.stringify(digests.toSorted().slice(0, 150))}) AS image
    CROSS JOIN json_each(${numbers}) AS number`.execute(db)
}, 120_000)
afterAll(() => api.close())

const repositoryName = 'app'
const call = (name: string, input: object) => () => api.call(name, { repositoryName, ...input })
const get = (path: string) => () => api.send('GET', `/v2/acme/app/${path}`)

test.each<[string, () => Promise<{ status: number }>]>([
  ['a page of referrers', get(`referrers/${subject}`)],
  ['a page of referrers of one type', get(`referrers/${subject}?artifactType=application/x`)],
  ['a page of tags', get('tags/list')],
  ['the last page of tags', get('tags/list?last=v9')],
  ['a page of DescribeImages', call('DescribeImages', { maxResults: 1000 })],
  [
    'DescribeImages of images with 1,000 tags each',
    call('DescribeImages', {
      imageIds: digests
        .toSorted()
        .slice(0, 100)
        .map((imageDigest) => ({ imageDigest })),
    }),
  ],
  ['a page of DescribeImageTags', call('DescribeImageTags', { maxResults: 1000 })],
  [
    'BatchCheckLayerAvailability',
    call('BatchCheckLayerAvailability', { layerDigests: digests.slice(0, 100) }),
  ],
  [
    'PutRepositoryCatalogData',
    call('PutRepositoryCatalogData', {
      catalogData: {
        description: 'x'.repeat(1024),
        aboutText: '漢'.repeat(25_600),
        usageText: '*_'.repeat(12_800),
      },
    }),
  ],
  [
    'SetRepositoryPolicy',
    call('SetRepositoryPolicy', {
      force: true,
      policyText: JSON.stringify({
        Version: '2012-10-17',
        Statement: Array.from({ length: 80 }, (_, at) => ({
          Sid: `s${at}`,
          Effect: 'Allow',
          Principal: '*',
          Action: 'ecr-public:Get*',
        })),
      }).slice(0, 10_240),
    }),
  ],
])('%s', { timeout: 60_000 }, async (_, run) => {
  const { results, longestTurnMs } = await measureLongestTurn(run)
  for (const { status } of results) expect(status).toBe(200)
  expect(longestTurnMs).toBeLessThan(longestAllowedMs)
})

test('a page of images with many tags is shorter, and the next one goes on where it ended', async () => {
  const seen: string[] = []
  let nextToken: unknown
  do {
    const { body } = await api.call('DescribeImages', { repositoryName, maxResults: 1000, nextToken })
    const details = body.imageDetails as { imageDigest: string; imageTags?: string[] }[]
    seen.push(...details.map(({ imageDigest }) => imageDigest))
    const tags = details.reduce((total, { imageTags = [] }) => total + imageTags.length, 0)
    expect(tags).toBeLessThanOrEqual(20_000)
    nextToken = body.nextToken
  } while (nextToken !== undefined)
  const left = await databaseOf(api.service.store)
    .selectFrom('image')
    .select('digest')
    .where('repository_id', '=', 1)
    .execute()
  expect(seen.toSorted()).toEqual(left.map(({ digest }) => digest).toSorted())
})
