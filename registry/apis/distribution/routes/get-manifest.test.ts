import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Digest } from '#lib/oci/digest.ts'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import {
  type DistributionTest,
  openDistributionTest,
} from '#testing/registry/distribution/open-distribution-test.ts'
import {
  pushImage,
  putManifest,
  toDescriptor,
  toImage,
  toIndex,
} from '#testing/registry/distribution/push-image.ts'

let api: DistributionTest
let image: { manifest: string; digest: Digest }
beforeAll(async () => {
  api = await openDistributionTest()
  image = await pushImage(api, 'acme/app', '1.0')
})
afterAll(() => api.close())

test('a manifest is served by tag and by digest, the same with GET and HEAD', async () => {
  for (const reference of ['1.0', image.digest, image.digest.replace(':', '%3A')]) {
    const url = `/v2/acme/app/manifests/${reference}`
    const { status, headers, text } = await api.send('GET', url, { as: 'anyone' })
    expect({ status, text }).toEqual({ status: 200, text: image.manifest })
    expect(headers).toEqual({
      'content-type': OCI_IMAGE,
      'docker-content-digest': image.digest,
      'docker-distribution-api-version': 'registry/2.0',
      etag: `"${image.digest}"`,
      'cache-control': reference === '1.0' ? 'no-cache' : 'public, max-age=31536000, immutable',
    })
    expect(await api.send('HEAD', url, { as: 'anyone' })).toMatchObject({ status: 200, headers })
  }
})

test('what was pushed is served whatever the client would accept', async () => {
  const headers = { accept: 'application/vnd.docker.distribution.manifest.v1+json' }
  const answer = await api.send('GET', '/v2/acme/app/manifests/1.0', { headers })
  expect(answer).toMatchObject({ status: 200, headers: { 'content-type': OCI_IMAGE } })
})

test.each(['latest', toDescriptor('unknown').digest, '-', 'a b', `${'x'.repeat(129)}`, '%00', '..', '%ff'])(
  'there is no manifest %s',
  async (reference) => {
    for (const method of ['GET', 'HEAD']) {
      expect(await api.send(method, `/v2/acme/app/manifests/${reference}`)).toMatchObject({
        status: 404,
        error: 'MANIFEST_UNKNOWN',
        text: expect.stringContaining('Requested image not found'),
      })
    }
  },
)

test.each(['sha256:1', 'sha256:', ':', `sha1:${'a'.repeat(40)}`])(
  '%s is no digest: 400',
  async (reference) => {
    expect(await api.send('GET', `/v2/acme/app/manifests/${reference}`)).toMatchObject({
      status: 400,
      error: 'DIGEST_INVALID',
    })
  },
)

test('an image is not found by its digest in another repository, not even in one of the same registry', async () => {
  for (const repository of ['acme/second', 'rival/app']) {
    const answer = await api.send('GET', `/v2/${repository}/manifests/${image.digest}`)
    expect(answer).toMatchObject({ status: 404, error: 'MANIFEST_UNKNOWN' })
  }
})

test('GET by tag is counted as a pull, and neither HEAD nor a part of an index is', async () => {
  const child = await pushImage(api, 'acme/second', null)
  const index = toIndex([child.manifest])
  await putManifest(api, 'acme/second', 'multi', index, JSON.parse(index).mediaType)
  const urls = ['multi', child.digest, toDescriptor(index).digest].map(
    (it) => `/v2/acme/second/manifests/${it}`,
  )
  for (const url of urls) {
    await api.send('HEAD', url, { as: 'anyone' })
    await api.send('GET', url, { as: 'anyone' })
  }
  await api.service.images.pulls.flush()
  const counts = await databaseOf(api.service.store)
    .selectFrom('pull_count')
    .innerJoin('repository', 'repository.repository_id', 'pull_count.repository_id')
    .select(['tag', 'count'])
    .where('repository.name', '=', 'second')
    .orderBy('tag')
    .execute()
  expect(counts).toEqual([
    { tag: '', count: 1 },
    { tag: 'multi', count: 1 },
  ])
})

test('a tag that moves is served from where it points to at once', async () => {
  const read = async () => (await api.send('GET', '/v2/acme/app/manifests/moving')).text
  for (const label of ['a', 'b', 'a']) {
    const manifest = toImage(['layer'], { annotations: { label } })
    await putManifest(api, 'acme/app', 'moving', manifest)
    expect(await read()).toBe(manifest)
  }
})
