import { afterEach, beforeEach, expect, test } from 'vitest'
import { OCI_IMAGE, OCI_INDEX } from '#lib/oci/media-types.ts'
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
  toIndex,
} from '#testing/registry/distribution/push-image.ts'

const subject = toDescriptor('subject', OCI_IMAGE)
let api: DistributionTest
beforeEach(async () => {
  api = await openDistributionTest()
  await pushBlob(api, 'acme/app', '{}')
})
afterEach(() => api.close())

const list = async (query = '', reference: string = subject.digest) => {
  const { text, ...answer } = await api.send('GET', `/v2/acme/app/referrers/${reference}${query}`, {
    as: 'anyone',
  })
  return { ...answer, index: JSON.parse(text) }
}
const refer = async (more: object) => {
  const manifest = toImage([], { subject, ...more })
  await putManifest(api, 'acme/app', toDescriptor(manifest).digest, manifest)
  return toDescriptor(manifest, OCI_IMAGE)
}

test('a manifest without referrers, pushed or not, has an empty index', async () => {
  const { status, headers, index } = await list()
  expect({ status, index }).toEqual({
    status: 200,
    index: { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [] },
  })
  expect(headers).toMatchObject({ 'content-type': OCI_INDEX })
  expect(headers['oci-filters-applied']).toBeUndefined()
  expect(headers.link).toBeUndefined()
})

test('a referrer is described with its artifact type and annotations', async () => {
  const plain = await refer({})
  const signature = await refer({ artifactType: 'application/x.signature', annotations: { by: 'me' } })
  const index = toIndex([], { subject, artifactType: 'application/x.index' })
  await putManifest(api, 'acme/app', toDescriptor(index).digest, index, OCI_INDEX)
  const bare = toIndex([], { subject })
  await putManifest(api, 'acme/app', toDescriptor(bare).digest, bare, OCI_INDEX)
  const expected = [
    { ...plain, artifactType: imageConfigType },
    { ...signature, artifactType: 'application/x.signature', annotations: { by: 'me' } },
    { ...toDescriptor(index, OCI_INDEX), artifactType: 'application/x.index' },
    toDescriptor(bare, OCI_INDEX),
  ]
  const found = (await list()).index.manifests
  expect(found).toHaveLength(4)
  expect(found).toEqual(expect.arrayContaining(expected))
})

test('the filter by artifact type is applied and told', async () => {
  const signature = await refer({ artifactType: 'application/x.signature+json' })
  await refer({ artifactType: 'application/x.sbom' })
  const query = new URLSearchParams({ artifactType: 'application/x.signature+json' })
  const { headers, index } = await list(`?${query}`)
  expect(headers['oci-filters-applied']).toBe('artifactType')
  expect(index.manifests.map(({ digest }: { digest: string }) => digest)).toEqual([signature.digest])
  const inCapitals = await list('?artifactType=Application/X.Signature%2BJSON')
  expect(inCapitals.index.manifests.map(({ digest }: { digest: string }) => digest)).toEqual([
    signature.digest,
  ])
  expect((await list('?artifactType=none')).index.manifests).toEqual([])
})

test('a deleted referrer is gone, and a referrer outlives its subject', async () => {
  const first = await refer({ annotations: { n: '1' } })
  const second = await refer({ annotations: { n: '2' } })
  await api.send('DELETE', `/v2/acme/app/manifests/${first.digest}`)
  const { index } = await list()
  expect(index.manifests.map(({ digest }: { digest: string }) => digest)).toEqual([second.digest])
})

test('referrers of another repository are not shown', async () => {
  await refer({})
  expect(
    JSON.parse((await api.send('GET', `/v2/acme/second/referrers/${subject.digest}`)).text),
  ).toMatchObject({
    manifests: [],
  })
})

/** Follows the links to the end. */
const listAll = async (query = '') => {
  const found: string[] = []
  const pageBytes: number[] = []
  let next: string | undefined = query
  while (next !== undefined && pageBytes.length < 50) {
    const { headers, index, bytes } = await list(next)
    found.push(...index.manifests.map(({ digest }: { digest: string }) => digest))
    pageBytes.push(bytes.length)
    next = /referrers\/[^?]+(\?[^>]+)>; rel="next"$/.exec(headers.link ?? '')?.[1]
  }
  return { found, pageBytes }
}

test('many referrers come in pages, each of them once, and the filter goes along', async () => {
  const made: string[] = []
  for (let at = 0; at < 405; at += 1) {
    const artifactType = at % 2 === 0 ? 'application/x.even' : 'application/x.odd'
    made.push((await refer({ artifactType, annotations: { at: String(at) } })).digest)
  }
  const all = await listAll()
  expect(all.pageBytes).toHaveLength(3)
  expect(all.found.toSorted()).toEqual(made.toSorted())
  const even = await listAll('?artifactType=application/x.even')
  expect(even.found).toHaveLength(203)
})

test('a page is never larger than a manifest may be, however long the annotations are', async () => {
  for (let at = 0; at < 5; at += 1) await refer({ annotations: { long: `${at}${'x'.repeat(1_500_000)}` } })
  const { found, pageBytes } = await listAll()
  expect(new Set(found).size).toBe(5)
  expect(Math.max(...pageBytes)).toBeLessThan(4 * 1024 * 1024)
})

test.each(['acme/unknown', 'nobody/app', 'img'])(
  'a repository that does not exist, %s, has no referrers either: 404 would mean that there is no such API',
  async (path) => {
    const url = `/v2/${path}/referrers`
    const { status, headers, text } = await api.send('GET', `${url}/${subject.digest}?artifactType=a/b`)
    expect({ status, index: JSON.parse(text) }).toEqual({
      status: 200,
      index: { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [] },
    })
    expect(headers).toMatchObject({ 'content-type': OCI_INDEX, 'oci-filters-applied': 'artifactType' })
    expect(await api.send('GET', `${url}/latest`)).toMatchObject({ status: 400, error: 'DIGEST_INVALID' })
  },
)

test.each(['latest', 'sha256:1', '%'])('%s is no digest: 400', async (reference) => {
  expect(await list('', reference)).toMatchObject({ status: 400, error: 'DIGEST_INVALID' })
})

test('sha512 subjects have referrers of their own', async () => {
  const wide = toDescriptor('subject', OCI_IMAGE, 'sha512')
  const { digest } = await refer({ subject: wide })
  expect((await list()).index.manifests).toEqual([])
  expect((await list('', wide.digest)).index.manifests).toMatchObject([{ digest }])
})
