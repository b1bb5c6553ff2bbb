/** Guards that no manifest, whatever fills its 4 MiB, keeps others waiting: no turn of the event loop is longer than 50 ms. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { toDigest } from '#lib/oci/digest.ts'
import { MAX_MANIFEST_BYTES } from '#lib/oci/manifest.ts'
import { OCI_IMAGE, OCI_INDEX } from '#lib/oci/media-types.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import {
  type DistributionTest,
  openDistributionTest,
} from '#testing/registry/distribution/open-distribution-test.ts'
import {
  imageConfigType,
  pushBlob,
  putManifest,
  toDescriptor,
  toImage,
} from '#testing/registry/distribution/push-image.ts'
import { measureLongestTurn } from '#testing/registry/measure-longest-turn.ts'

const longestAllowedMs = 50
const layerType = 'application/vnd.oci.image.layer.v1.tar+gzip'

let api: DistributionTest
beforeAll(async () => {
  api = await openDistributionTest()
  for (const content of ['{}', 'layer']) await pushBlob(api, 'acme/app', content)
  await store()
}, 120_000)
afterAll(() => api.close())

const digests = Array.from({ length: 10_000 }, (_, at) => toDigest('sha256', Buffer.from(`content ${at}`)))
const annotate = (count: number, bytes: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`org.example.key-${at}`, 'v'.repeat(bytes)]))

/** A document as large as one may be: what is repeated between its beginning and its end. */
function fill(start: string, toPart: (at: number) => string, end: string): string {
  const parts: string[] = []
  let bytes = start.length + end.length
  for (let at = 0; ; at += 1) {
    const part = toPart(at)
    bytes += Buffer.byteLength(part) + 1
    if (bytes > MAX_MANIFEST_BYTES) return `${start}${parts.join(',')}${end}`
    parts.push(part)
  }
}
const image = toImage(['layer']).slice(0, -1)

/** As if blobs and images had been pushed, which would take a while for ten thousand of them. */
async function store(): Promise<void> {
  const db = databaseOf(api.service.store)
  const list = JSON.stringify(digests)
  const at = api.service.clock().toISOString()
  await sql`INSERT INTO blob (digest, size_bytes, created_at) SELECT value, 7, ${at} FROM json_each(${list})`.execute(
    db,
  )
  await sql`INSERT INTO repository_blob SELECT 1, value, ${at} FROM json_each(${list})`.execute(db)
  await sql`INSERT INTO image (repository_id, digest, media_type, size_bytes, manifest_bytes, pushed_at)
    SELECT 1, value, ${OCI_IMAGE}, 9, 7, ${at} FROM json_each(${list})`.execute(db)
}

const layers = digests.slice(0, 9_900).map((digest) => ({ mediaType: layerType, digest, size: 7 }))
const config = toDescriptor('{}', imageConfigType)

test.each<[string, string, number, () => string]>([
  ['10,000 annotations', OCI_IMAGE, 201, () => toImage(['layer'], { annotations: annotate(10_000, 350) })],
  ['9,900 layers', OCI_IMAGE, 201, () => toImage([], { layers })],
  [
    '9,900 layers with annotations',
    OCI_IMAGE,
    201,
    () => toImage([], { layers: layers.map((layer) => ({ ...layer, annotations: annotate(3, 50) })) }),
  ],
  [
    '9,900 images of an index',
    OCI_INDEX,
    201,
    () =>
      JSON.stringify({
        schemaVersion: 2,
        mediaType: OCI_INDEX,
        manifests: layers.map((layer) => ({
          ...layer,
          mediaType: OCI_IMAGE,
          platform: { os: 'linux', architecture: 'amd64' },
        })),
      }),
  ],
  [
    '9,900 layers that are not there',
    OCI_IMAGE,
    404,
    () =>
      JSON.stringify({
        schemaVersion: 2,
        mediaType: OCI_IMAGE,
        config,
        layers: layers.map((layer) => ({ ...layer, digest: layer.digest.replace(/.{8}$/, 'ffffffff') })),
      }),
  ],
  [
    'as many layers as find room',
    OCI_IMAGE,
    400,
    () =>
      fill(
        `{"schemaVersion":2,"layers":[`,
        (at) => `{"mediaType":"a","digest":"sha256:${String(at).padStart(64, '0')}","size":1}`,
        ']}',
      ),
  ],
  ['long annotations', OCI_IMAGE, 201, () => toImage(['layer'], { annotations: annotate(3, 1_200_000) })],
  [
    'as many annotations as find room',
    OCI_IMAGE,
    400,
    () => fill(`${image},"annotations":{`, (at) => `"${at}":"x"`, '}}'),
  ],
  [
    'as many annotations as are taken',
    OCI_IMAGE,
    201,
    () => toImage(['layer'], { annotations: annotate(20_000, 150) }),
  ],
  ['unknown members', OCI_IMAGE, 400, () => fill(`${image},`, (at) => `"${at}":0`, '}')],
  ['numbers', OCI_IMAGE, 400, () => fill(`${image},"more":[`, () => '0', ']}')],
  ['texts', OCI_IMAGE, 400, () => fill(`${image},"more":[`, (at) => `"${at}"`, ']}')],
  ['escapes', OCI_IMAGE, 201, () => `${image},"more":"${'\\u00e9'.repeat(690_000)}"}`],
  ['Chinese text', OCI_IMAGE, 201, () => `${image},"more":"${'漢'.repeat(1_390_000)}"}`],
  ['nested lists', OCI_IMAGE, 400, () => `${image},"more":${'['.repeat(2_000_000)}`],
  ['nested objects', OCI_IMAGE, 400, () => `${image},"more":${'{"a":'.repeat(800_000)}`],
  ['digits', OCI_IMAGE, 400, () => `${image},"more":${'1'.repeat(4_190_000)}}`],
  ['spaces', OCI_IMAGE, 201, () => `${image}${' '.repeat(4_190_000)}}`],
  [
    'embedded data',
    OCI_IMAGE,
    400,
    () => toImage([], { config: { ...config, data: 'a'.repeat(4_190_000) } }),
  ],
])('%s', { timeout: 60_000 }, async (_, mediaType, status, toManifest) => {
  const manifest = toManifest()
  const { results, longestTurnMs } = await measureLongestTurn((attempt) => {
    // What is taken has to be new each time, or there would be little to do.
    const bytes = Buffer.from(status === 201 ? manifest + ' '.repeat(attempt) : manifest)
    return putManifest(api, 'acme/app', 'large', bytes, mediaType)
  })
  for (const result of results) expect(result.status).toBe(status)
  expect(longestTurnMs).toBeLessThan(longestAllowedMs)
})
