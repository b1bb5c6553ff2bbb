import { afterEach, beforeEach, expect, test } from 'vitest'
import { OCI_IMAGE, OCI_INDEX } from '#lib/oci/media-types.ts'
import {
  type DistributionTest,
  openDistributionTest,
} from '#testing/registry/distribution/open-distribution-test.ts'
import { pushBlob, putManifest, toDescriptor, toImage } from '#testing/registry/distribution/push-image.ts'

let api: DistributionTest
const [one, two] = [toImage(['one']), toImage(['two'])]
const digestOf = (manifest: string) => toDescriptor(manifest).digest
const created = 'org.opencontainers.distribution.tag.created'
const deleted = 'org.opencontainers.distribution.tag.deleted'

beforeEach(async () => {
  api = await openDistributionTest()
  for (const blob of ['one', 'two', '{}']) await pushBlob(api, 'acme/app', blob)
})
afterEach(() => api.close())

const at = async (time: string, work: () => Promise<unknown>) => {
  api.setTime(time)
  await work()
}
const put = (tag: string, manifest: string) => putManifest(api, 'acme/app', tag, manifest)
const remove = (reference: string) => api.send('DELETE', `/v2/acme/app/manifests/${reference}`)
const get = async (path: string) => {
  const { status, headers, text, error } = await api.send('GET', `/v2/acme/app/_oci/${path}`, {
    as: 'anyone',
  })
  return { status, error, link: headers.link, type: headers['content-type'], body: JSON.parse(text) }
}
const entry = (manifest: string, word: string, time: string) => ({
  ...{ mediaType: OCI_IMAGE, size: manifest.length, digest: digestOf(manifest) },
  annotations: { [word]: time },
})

async function moveTags() {
  await at('2026-03-01T12:00:00Z', () => put('latest', one))
  await at('2026-03-02T12:00:00Z', () => put('latest', two))
  await at('2026-03-03T12:00:00Z', () => remove('latest'))
  await at('2026-03-04T12:00:00Z', () => put('latest', one))
  await at('2026-03-05T12:00:00Z', () => remove(digestOf(one)))
}

const history = [
  entry(one, deleted, '2026-03-05T12:00:00.000Z'),
  entry(one, created, '2026-03-04T12:00:00.000Z'),
  entry(two, deleted, '2026-03-03T12:00:00.000Z'),
  entry(two, created, '2026-03-02T12:00:00.000Z'),
  entry(one, created, '2026-03-01T12:00:00.000Z'),
]

test('a tag tells of each push and deletion, the newest first, to anyone, also when it is gone', async () => {
  await moveTags()
  expect(await get('tag-history/latest')).toEqual({
    ...{ status: 200, error: null, link: undefined, body: history },
    type: 'application/json; charset=utf-8',
  })
})

test.each([1, 2, 3, 5, 6])('pages of %i, by the links, hold each move once', async (n) => {
  await moveTags()
  const found: unknown[] = []
  let path: string | undefined = `tag-history/latest?n=${n}`
  for (let page = 0; path !== undefined && page < 9; page += 1) {
    const { body, link }: Awaited<ReturnType<typeof get>> = await get(path)
    expect(body.length).toBeLessThanOrEqual(n)
    found.push(...body)
    path = /^<\/v2\/acme\/app\/_oci\/(tag-history\/latest\?[^>]+)>; rel="next"$/.exec(String(link ?? ''))?.[1]
  }
  expect(found).toEqual(history)
})

test('before, digest and n=0 narrow it down as proposed', async () => {
  await moveTags()
  expect((await get('tag-history/latest?before=2026-03-02T13%3A00%3A00%2B01%3A00')).body).toEqual(
    history.slice(4),
  )
  expect((await get('tag-history/latest?n=0')).body).toEqual([])
  expect((await get(`tag-history/latest?digest=${digestOf(two)}`)).body).toEqual(history.slice(2, 4))
  expect(await get(`tag-history/latest?digest=${digestOf('other')}`)).toMatchObject({ status: 400 })
  for (const query of [
    'n=-1',
    'n=x',
    'before=yesterday',
    'before=2026-13-01T00:00:00Z',
    'digest=x',
    'last=x',
  ]) {
    expect(await get(`tag-history/latest?${query}`), query).toMatchObject({ status: 400 })
  }
})

test('a tag that never was has no history; what can be no tag, and a repository that is not there, are told', async () => {
  expect(await get('tag-history/never')).toMatchObject({ status: 200, body: [] })
  expect(await get('tag-history/-x')).toMatchObject({ error: 'TAG_INVALID' })
  expect(await api.send('GET', '/v2/acme/none/_oci/tag-history/latest')).toMatchObject({
    status: 404,
    error: 'NAME_UNKNOWN',
  })
})

test('BatchDeleteImage is noted too, for each tag that went', async () => {
  await put('1.0', one)
  await put('latest', one)
  await at('2026-03-06T12:00:00Z', () =>
    api.call('BatchDeleteImage', { repositoryName: 'app', imageIds: [{ imageDigest: digestOf(one) }] }),
  )
  for (const tag of ['1.0', 'latest']) {
    expect((await get(`tag-history/${tag}`)).body[0]).toEqual(entry(one, deleted, '2026-03-06T12:00:00.000Z'))
  }
})

test('tags are listed with their times as an index, by page; the list of the specification is as it was', async () => {
  await at('2026-03-01T12:00:00Z', () => put('1.0', one))
  await at('2026-03-02T12:00:00Z', () => put('latest', two))
  const toEntry = (tag: string, manifest: string, time: string) => ({
    ...entry(manifest, created, time),
    annotations: { 'org.opencontainers.image.ref.name': tag, [created]: time },
  })
  const first = toEntry('1.0', one, '2026-03-01T12:00:00.000Z')
  const second = toEntry('latest', two, '2026-03-02T12:00:00.000Z')
  expect(await get('tags')).toMatchObject({
    ...{ status: 200, link: undefined, type: OCI_INDEX },
    body: { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [first, second] },
  })
  const page = await get('tags?n=1')
  expect([page.body.manifests, page.link]).toEqual([
    [first],
    '</v2/acme/app/_oci/tags?n=1&last=1.0>; rel="next"',
  ])
  expect((await get('tags?n=1&last=1.0')).body.manifests).toEqual([second])
  const { text } = await api.send('GET', '/v2/acme/app/tags/list')
  expect(text).toBe('{"name":"acme/app","tags":["1.0","latest"]}')
})

test('a client can find out that this is here', async () => {
  const { body } = await get('ext/discover')
  expect(body.extensions[0]).toMatchObject({ name: '_oci' })
  expect(body.extensions[0].endpoints).toContain('_oci/tag-history/<tag>')
})
