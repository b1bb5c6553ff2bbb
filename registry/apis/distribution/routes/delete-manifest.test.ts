import { afterEach, beforeEach, expect, test } from 'vitest'
import { OCI_INDEX } from '#lib/oci/media-types.ts'
import {
  type DistributionTest,
  openDistributionTest,
} from '#testing/registry/distribution/open-distribution-test.ts'
import { pushImage, putManifest, toDescriptor, toIndex } from '#testing/registry/distribution/push-image.ts'

let api: DistributionTest
beforeEach(async () => {
  api = await openDistributionTest()
})
afterEach(() => api.close())

const url = (reference: string) => `/v2/acme/app/manifests/${reference}`
const remove = (reference: string) => api.send('DELETE', url(reference))
const statusOf = async (reference: string) => (await api.send('HEAD', url(reference))).status

test('DELETE of a tag leaves the image and its other tags', async () => {
  const { manifest, digest } = await pushImage(api, 'acme/app', '1.0')
  await putManifest(api, 'acme/app', 'latest', manifest)
  expect(await remove('1.0')).toMatchObject({ status: 202, text: '' })
  expect(await statusOf('1.0')).toBe(404)
  expect(await statusOf('latest')).toBe(200)
  expect(await statusOf(digest)).toBe(200)
  expect(await remove('1.0')).toMatchObject({ status: 404, error: 'MANIFEST_UNKNOWN' })
})

test('DELETE of a digest removes the image with all its tags', async () => {
  const { manifest, digest } = await pushImage(api, 'acme/app', '1.0')
  await putManifest(api, 'acme/app', 'latest', manifest)
  expect(await remove(digest)).toMatchObject({ status: 202 })
  for (const reference of ['1.0', 'latest', digest]) expect(await statusOf(reference)).toBe(404)
  expect(await remove(digest)).toMatchObject({ status: 404, error: 'MANIFEST_UNKNOWN' })
  expect(JSON.parse((await api.send('GET', '/v2/acme/app/tags/list')).text).tags).toEqual([])
})

test('a part of an index is not deleted before the index, but its own tag is', async () => {
  const { manifest, digest } = await pushImage(api, 'acme/app', 'amd64')
  const index = toIndex([manifest])
  await putManifest(api, 'acme/app', 'multi', index, OCI_INDEX)
  expect(await remove('amd64')).toMatchObject({ status: 202 })
  const refused = await remove(digest)
  expect(refused).toMatchObject({ status: 405, error: 'DENIED' })
  expect(refused.text).toContain(toDescriptor(index).digest)
  expect(await remove(toDescriptor(index).digest)).toMatchObject({ status: 202 })
  expect(await remove(digest)).toMatchObject({ status: 202 })
})

test.each(['none', '-', toDescriptor('unknown').digest])(
  'there is no %s to be deleted',
  async (reference) => {
    expect(await remove(reference)).toMatchObject({ status: 404, error: 'MANIFEST_UNKNOWN' })
  },
)

test('what looks like a digest and is none is refused', async () => {
  expect(await remove('sha256:1')).toMatchObject({ status: 400, error: 'DIGEST_INVALID' })
})
