import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MAX_MANIFEST_BYTES } from '#lib/oci/manifest.ts'
import { DOCKER_IMAGE, DOCKER_LIST, OCI_ARTIFACT, OCI_IMAGE, OCI_INDEX } from '#lib/oci/media-types.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import {
  type DistributionTest,
  openDistributionTest,
} from '#testing/registry/distribution/open-distribution-test.ts'
import {
  imageConfigType,
  pushBlob,
  pushImage,
  putManifest,
  toDescriptor,
  toImage,
  toIndex,
} from '#testing/registry/distribution/push-image.ts'

let api: DistributionTest
beforeEach(async () => {
  api = await openDistributionTest()
  for (const content of ['{}', 'layer']) await pushBlob(api, 'acme/app', content)
})
afterEach(() => api.close())

const put = (reference: string, manifest: string | Uint8Array, mediaType: string | null = OCI_IMAGE) =>
  putManifest(api, 'acme/app', reference, manifest, mediaType)
const get = (reference: string) => api.send('GET', `/v2/acme/app/manifests/${reference}`)

test('a manifest is stored under a tag, byte for byte', async () => {
  // Not as any library would write it.
  const manifest = ` ${toImage(['layer']).replaceAll(',', ' ,\n\t')}\n\n`
  const { digest } = toDescriptor(manifest)
  expect(await put('1.0', manifest)).toMatchObject({
    status: 201,
    text: '',
    headers: { location: `/v2/acme/app/manifests/${digest}`, 'docker-content-digest': digest },
  })
  expect((await get('1.0')).text).toBe(manifest)
  expect((await get(digest)).text).toBe(manifest)
})

test('a manifest is stored under its digest, and the same one again changes nothing', async () => {
  const manifest = toImage(['layer'])
  const { digest } = toDescriptor(manifest)
  for (const _ of [1, 2]) expect(await put(digest, manifest)).toMatchObject({ status: 201 })
  expect((await get(digest)).text).toBe(manifest)
  expect(JSON.parse((await api.send('GET', '/v2/acme/app/tags/list')).text).tags).toEqual([])
})

test('a manifest that is not what its digest says is refused', async () => {
  const { digest } = toDescriptor('something else')
  expect(await put(digest, toImage(['layer']))).toMatchObject({ status: 400, error: 'DIGEST_INVALID' })
  expect(await get(digest)).toMatchObject({ status: 404 })
})

test.each(['sha256', 'sha512'] as const)('a push by a digest of %s is given tags', async (algorithm) => {
  const manifest = toImage(['layer'])
  const { digest } = toDescriptor(manifest, undefined, algorithm)
  expect(await put(`${digest}?tag=a&tag=b.c&tag=a`, manifest)).toMatchObject({
    status: 201,
    headers: { 'docker-content-digest': digest, 'oci-tag': 'a, b.c' },
  })
  for (const reference of ['a', 'b.c', digest]) {
    expect(await get(reference)).toMatchObject({
      text: manifest,
      headers: { 'docker-content-digest': digest },
    })
  }
})

test('an image of nothing but sha512 digests keeps them everywhere', async () => {
  const config = toDescriptor('{}', imageConfigType, 'sha512')
  const layer = toDescriptor('layer', undefined, 'sha512')
  const manifest = toImage([], { config, layers: [layer] })
  const { digest } = toDescriptor(manifest, OCI_IMAGE, 'sha512')
  expect(await put(digest, manifest)).toMatchObject({ status: 404, error: 'MANIFEST_BLOB_UNKNOWN' })
  await pushBlob(api, 'acme/app', '{}', config.digest)
  await pushBlob(api, 'acme/app', 'layer', layer.digest)
  expect(await put(digest, manifest)).toMatchObject({ status: 201 })
  const index = JSON.stringify({
    schemaVersion: 2,
    mediaType: OCI_INDEX,
    manifests: [toDescriptor(manifest, OCI_IMAGE, 'sha512')],
  })
  expect(await put('wide', index, OCI_INDEX)).toMatchObject({ status: 201 })
  expect(await api.send('DELETE', `/v2/acme/app/manifests/${digest}`)).toMatchObject({ status: 405 })
})

test.each(['.a', '-a', 'a b', 'ä', 'x'.repeat(129), 'a/b', 'a+b'])('%j is no tag', async (tag) => {
  const manifest = toImage(['layer'])
  const byTag = await put(encodeURIComponent(tag), manifest)
  expect(byTag).toMatchObject({ status: 400, error: 'TAG_INVALID' })
  const query = new URLSearchParams({ tag })
  const byDigest = await put(`${toDescriptor(manifest).digest}?${query}`, manifest)
  expect(byDigest).toMatchObject({ status: 400, error: 'TAG_INVALID' })
  expect(await get(toDescriptor(manifest).digest)).toMatchObject({ status: 404 })
})

test('a manifest is given at most 100 tags at once', async () => {
  const manifest = toImage(['layer'])
  const toQuery = (count: number) => Array.from({ length: count }, (_, at) => `tag=t${at}`).join('&')
  const { digest } = toDescriptor(manifest)
  expect(await put(`${digest}?${toQuery(101)}`, manifest)).toMatchObject({
    status: 414,
    error: 'TAG_INVALID',
  })
  expect(await put(`${digest}?${toQuery(100)}`, manifest)).toMatchObject({ status: 201 })
})

test('4 MiB are accepted, and one byte more is not, whether it is announced or not', async () => {
  const start = toImage(['layer'])
  const largest = start + ' '.repeat(MAX_MANIFEST_BYTES - start.length)
  expect(await put('largest', largest)).toMatchObject({ status: 201 })
  expect((await get('largest')).bytes.equals(Buffer.from(largest))).toBe(true)
  expect(await put('larger', `${largest} `)).toMatchObject({ status: 413, error: 'MANIFEST_INVALID' })
  const announced = await api.send('PUT', '/v2/acme/app/manifests/larger', {
    headers: { 'content-type': OCI_IMAGE, 'content-length': String(MAX_MANIFEST_BYTES + 1) },
  })
  expect(announced).toMatchObject({ status: 413, error: 'MANIFEST_INVALID' })
})

test('everything that a manifest names has to be in the repository, and what is missing is named', async () => {
  await pushBlob(api, 'acme/second', 'elsewhere')
  const missing = await put('1.0', toImage(['layer', 'elsewhere']))
  expect(missing).toMatchObject({ status: 404, error: 'MANIFEST_BLOB_UNKNOWN' })
  expect(missing.text).toContain(toDescriptor('elsewhere').digest)
  expect(missing.text).not.toContain(toDescriptor('layer').digest)
  const config = toDescriptor('no config', imageConfigType)
  expect(await put('1.0', toImage(['layer'], { config }))).toMatchObject({ error: 'MANIFEST_BLOB_UNKNOWN' })
  const child = toImage(['layer'])
  const index = await put('1.0', toIndex([child]), OCI_INDEX)
  expect(index).toMatchObject({ status: 404, error: 'MANIFEST_BLOB_UNKNOWN' })
  expect(index.text).toContain(toDescriptor(child).digest)
  // A blob with the content of a manifest is no manifest.
  await pushBlob(api, 'acme/app', child)
  expect(await put('1.0', toIndex([child]), OCI_INDEX)).toMatchObject({ error: 'MANIFEST_BLOB_UNKNOWN' })
  expect(await get('1.0')).toMatchObject({ status: 404 })
})

test.each([
  ['a Docker image', DOCKER_IMAGE, () => toImage(['layer'], { mediaType: DOCKER_IMAGE })],
  ['an image without layers', OCI_IMAGE, () => toImage([])],
  ['an image without mediaType', OCI_IMAGE, () => toImage(['layer'], { mediaType: undefined })],
  ['an image with the same layer twice', OCI_IMAGE, () => toImage(['layer', 'layer'])],
  [
    'a Helm chart',
    OCI_IMAGE,
    () => toImage(['layer'], { config: toDescriptor('{}', 'application/vnd.cncf.helm.config.v1+json') }),
  ],
  [
    'an artifact of a type of its own',
    OCI_IMAGE,
    () =>
      toImage(['layer'], {
        artifactType: 'application/x.mine',
        config: toDescriptor('{}', 'application/vnd.oci.empty.v1+json'),
      }),
  ],
  [
    'an artifact manifest',
    OCI_ARTIFACT,
    () =>
      JSON.stringify({
        mediaType: OCI_ARTIFACT,
        artifactType: 'application/x.sbom',
        blobs: [toDescriptor('layer')],
      }),
  ],
  ['an index of nothing', OCI_INDEX, () => toIndex([])],
  [
    'layers that may not be distributed',
    OCI_IMAGE,
    () =>
      toImage([], {
        layers: [
          toDescriptor('layer'),
          toDescriptor('foreign', 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip'),
          { ...toDescriptor('far away'), urls: ['https://example.com/layer'] },
        ],
      }),
  ],
])('%s is stored and served as it was pushed', async (_, mediaType, toManifest) => {
  const manifest = toManifest()
  expect(await put('it', manifest, mediaType)).toMatchObject({ status: 201 })
  expect(await get('it')).toMatchObject({ text: manifest, headers: { 'content-type': mediaType } })
})

test('lists and indexes hold images and other indexes', async () => {
  const { manifest } = await pushImage(api, 'acme/app', null)
  const docker = await pushImage(api, 'acme/app', null, { mediaType: DOCKER_IMAGE })
  const list = toIndex([docker.manifest], { mediaType: DOCKER_LIST })
  expect(await put('list', list, DOCKER_LIST)).toMatchObject({ status: 201 })
  const inner = toIndex([manifest])
  expect(await put('inner', inner, OCI_INDEX)).toMatchObject({ status: 201 })
  const outer = toIndex([inner, manifest, list])
  expect(await put('outer', outer, OCI_INDEX)).toMatchObject({ status: 201 })
  expect((await get('outer')).text).toBe(outer)
})

test.each([
  ['has both manifests and layers', { manifests: [] }, OCI_IMAGE],
  ['says in its mediaType something else', { mediaType: DOCKER_IMAGE }, OCI_IMAGE],
  ['is of an old schema', { schemaVersion: 1 }, OCI_IMAGE],
  ['has signatures of schema 1', { fsLayers: [] }, OCI_IMAGE],
  ['is of an unknown type', { mediaType: undefined }, 'application/json'],
  ['has a size below zero', { layers: [{ ...toDescriptor('layer'), size: -1 }] }, OCI_IMAGE],
  ['has a digest that is none', { layers: [{ ...toDescriptor('layer'), digest: 'sha256:1' }] }, OCI_IMAGE],
  ['has no config', { config: undefined }, OCI_IMAGE],
  ['has layers that are no list', { layers: {} }, OCI_IMAGE],
  ['has a subject that is none', { subject: 'x' }, OCI_IMAGE],
  ['has annotations that are no texts', { annotations: { a: 1 } }, OCI_IMAGE],
])('a manifest that %s is refused', async (_, more, mediaType) => {
  expect(await put('bad', toImage(['layer'], more), mediaType)).toMatchObject({
    status: 400,
    error: 'MANIFEST_INVALID',
  })
})

test.each([
  ['nothing', ''],
  ['no JSON', '{'],
  ['no object', '[]'],
  ['null', 'null'],
  ['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
  ['very deep JSON', '['.repeat(100_000)],
  ['a mediaType that is no text', '{"mediaType":1}'],
])('%s is no manifest', async (_, content) => {
  expect(await put('bad', content)).toMatchObject({ status: 400, error: 'MANIFEST_INVALID' })
})

test('a manifest without any type is refused; one that says its own needs no Content-Type', async () => {
  expect(await put('x', toImage(['layer'], { mediaType: undefined }), null)).toMatchObject({ status: 400 })
  expect(await put('x', toImage(['layer']), null)).toMatchObject({ status: 201 })
  expect(await put('x', toImage(['layer']), `${OCI_IMAGE}; charset=utf-8`)).toMatchObject({ status: 201 })
})

test('the subject is told back, and may come later', async () => {
  const subject = toDescriptor('not pushed yet', OCI_IMAGE)
  expect(await put('signature', toImage(['layer'], { subject }))).toMatchObject({
    status: 201,
    headers: { 'oci-subject': subject.digest },
  })
  const index = toIndex([], { subject })
  const answer = await put('index', index, OCI_INDEX)
  expect(answer).toMatchObject({ status: 201, headers: { 'oci-subject': subject.digest } })
})

test('a push is told in the change feed, and one that changes nothing is not', async () => {
  const list = async () =>
    (await databaseOf(api.service.store).selectFrom('change').select('repository_name').execute()).length
  const manifest = toImage(['layer'])
  const before = await list()
  await put('1.0', manifest)
  expect(await list()).toBe(before + 1)
  await put('1.0', manifest)
  expect(await list()).toBe(before + 1)
  await put('2.0', manifest)
  expect(await list()).toBe(before + 2)
})

test('a manifest of very many references is taken or refused, and never fails', async () => {
  const layers = Array.from({ length: 10_001 }, () => toDescriptor('layer'))
  expect(await put('many', toImage([], { layers }))).toMatchObject({ status: 400, error: 'MANIFEST_INVALID' })
  expect(await put('many', toImage([], { layers: layers.slice(0, 9_000) }))).toMatchObject({ status: 201 })
})

describe('what a manifest says of the things that it names', () => {
  const layer = toDescriptor('layer')

  test.each<[string, object]>([
    ['layers.0.size', { layers: [{ ...layer, size: 6 }] }],
    ['layers.1.size', { layers: [layer, { ...layer, size: 0 }] }],
    ['config.size', { config: { ...toDescriptor('{}', imageConfigType), size: 3 } }],
    ['layers.0.size', { layers: [{ ...layer, size: 6, urls: ['https://example.com/layer'] }] }],
  ])('%s that is not the real one is refused', async (member, more) => {
    const answer = await put('1.0', toImage(['layer'], more))
    expect(answer).toMatchObject({ status: 400, error: 'SIZE_INVALID' })
    expect(answer.text).toContain(member)
    expect(await get('1.0')).toMatchObject({ status: 404 })
  })

  test('of what is elsewhere nothing counts, and a config is never elsewhere', async () => {
    const far = { ...toDescriptor('far away'), size: Number.MAX_SAFE_INTEGER, urls: ['https://example.com/'] }
    expect(await put('far', toImage(['layer'], { layers: [layer, far] }))).toMatchObject({ status: 201 })
    const { body } = await api.call('DescribeImages', {
      repositoryName: 'app',
      imageIds: [{ imageTag: 'far' }],
    })
    expect(body.imageDetails).toMatchObject([{ imageSizeInBytes: '{}'.length + 'layer'.length }])
    const config = { ...far, mediaType: imageConfigType }
    expect(await put('1.0', toImage(['layer'], { config }))).toMatchObject({
      status: 404,
      error: 'MANIFEST_BLOB_UNKNOWN',
    })
  })

  test('of an image of an index: its size and media type', async () => {
    const { manifest } = await pushImage(api, 'acme/app', null)
    const child = toDescriptor(manifest, OCI_IMAGE)
    const putIndex = (entry: object) =>
      put('1.0', JSON.stringify({ schemaVersion: 2, manifests: [child, entry] }), OCI_INDEX)
    const size = await putIndex({ ...child, size: child.size + 1 })
    expect(size).toMatchObject({ status: 400, error: 'SIZE_INVALID' })
    expect(size.text).toContain('manifests.1.size')
    const type = await putIndex({ ...child, mediaType: DOCKER_IMAGE })
    expect(type).toMatchObject({ status: 400, error: 'MANIFEST_INVALID' })
    expect(type.text).toContain('manifests.1.mediaType')
    expect(
      await putIndex({ ...child, mediaType: 'Application/vnd.oci.image.manifest.v1+json' }),
    ).toMatchObject({
      status: 201,
    })
  })

  test('of a subject that is there already, and of none that is not', async () => {
    const { manifest } = await pushImage(api, 'acme/app', null)
    const subject = toDescriptor(manifest, OCI_IMAGE)
    const wrong = await put('1.0', toImage(['layer'], { subject: { ...subject, size: 1 } }))
    expect(wrong).toMatchObject({ status: 400, error: 'SIZE_INVALID' })
    expect(wrong.text).toContain('subject.size')
    const later = { ...toDescriptor('later', OCI_IMAGE), size: 1 }
    expect(await put('1.0', toImage(['layer'], { subject: later }))).toMatchObject({ status: 201 })
  })

  test.each(['"layers":[],', '"Layers":[],', '"annotations":{"a":"1","a":"2"},'])(
    '%s once more is refused',
    async (member) => {
      const answer = await put('1.0', `{${member}${toImage(['layer']).slice(1)}`)
      expect(answer).toMatchObject({ status: 400, error: 'MANIFEST_INVALID' })
    },
  )
})

test.each([
  'Application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.manifest.v1+json; charset=utf-8',
  'APPLICATION/VND.OCI.IMAGE.MANIFEST.V1+JSON ;charset=utf-8',
])('%s is the media type of an image, and served as everybody writes it', async (contentType) => {
  for (const more of [
    {},
    { mediaType: undefined },
    { mediaType: 'application/vnd.OCI.image.manifest.v1+json' },
  ]) {
    const manifest = toImage(['layer'], more)
    expect(await put('1.0', manifest, contentType)).toMatchObject({ status: 201 })
    expect(await get('1.0')).toMatchObject({ text: manifest, headers: { 'content-type': OCI_IMAGE } })
  }
})

describe('a build cache as an index of blobs', () => {
  const layerType = 'application/vnd.oci.image.layer.v1.tar+gzip'
  const cacheType = 'application/vnd.buildkit.cacheconfig.v0'
  const cache = JSON.stringify({
    schemaVersion: 2,
    mediaType: OCI_INDEX,
    manifests: [toDescriptor('layer', layerType), toDescriptor('{"layers":[]}', cacheType)],
  })

  test('is taken once its blobs are there, and keeps them', async () => {
    const missing = await put('cache', cache, OCI_INDEX)
    expect(missing).toMatchObject({ status: 404, error: 'MANIFEST_BLOB_UNKNOWN' })
    expect(missing.text).toContain(toDescriptor('{"layers":[]}').digest)
    expect(missing.text).not.toContain(toDescriptor('layer').digest)
    await pushBlob(api, 'acme/app', '{"layers":[]}')
    expect(await put('cache', cache, OCI_INDEX)).toMatchObject({ status: 201 })
    expect((await get('cache')).text).toBe(cache)
    const blob = `/v2/acme/app/blobs/${toDescriptor('layer').digest}`
    expect(await api.send('GET', blob)).toMatchObject({ status: 200, text: 'layer' })
    expect(await api.send('DELETE', blob)).toMatchObject({ status: 405 })
  })

  test('has the sizes of its blobs', async () => {
    await pushBlob(api, 'acme/app', '{"layers":[]}')
    const wrong = await put('cache', cache.replace('"size":5', '"size":50'), OCI_INDEX)
    expect(wrong).toMatchObject({ status: 400, error: 'SIZE_INVALID' })
  })
})
