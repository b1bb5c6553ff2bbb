import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  type DistributionTest,
  openDistributionTest,
} from '#testing/registry/distribution/open-distribution-test.ts'
import { pushBlob, pushImage, toDescriptor } from '#testing/registry/distribution/push-image.ts'

let api: DistributionTest
beforeEach(async () => {
  api = await openDistributionTest()
})
afterEach(() => api.close())

test('a blob is deleted from its repository, and stays in the others', async () => {
  const { digest } = toDescriptor('shared')
  await pushBlob(api, 'acme/app', 'shared')
  await pushBlob(api, 'acme/second', 'shared')
  expect(await api.send('DELETE', `/v2/acme/app/blobs/${digest}`)).toMatchObject({ status: 202, text: '' })
  expect(await api.send('GET', `/v2/acme/app/blobs/${digest}`)).toMatchObject({ status: 404 })
  expect(await api.send('DELETE', `/v2/acme/app/blobs/${digest}`)).toMatchObject({
    status: 404,
    error: 'BLOB_UNKNOWN',
  })
  expect(await api.send('GET', `/v2/acme/second/blobs/${digest}`)).toMatchObject({ text: 'shared' })
})

test('a blob that an image names is not deleted before the image', async () => {
  const { digest } = await pushImage(api, 'acme/app', '1.0')
  const layer = toDescriptor('layer').digest
  const refused = await api.send('DELETE', `/v2/acme/app/blobs/${layer}`)
  expect(refused).toMatchObject({ status: 405, error: 'DENIED' })
  expect(refused.text).toContain(digest)
  expect(await api.send('GET', `/v2/acme/app/blobs/${layer}`)).toMatchObject({ text: 'layer' })
  await api.send('DELETE', `/v2/acme/app/manifests/${digest}`)
  expect(await api.send('DELETE', `/v2/acme/app/blobs/${layer}`)).toMatchObject({ status: 202 })
})
