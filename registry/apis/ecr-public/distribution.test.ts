/** One store behind two APIs: what one pushes the other serves, describes and deletes. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import { type CallDistribution, openDistribution } from '#testing/registry/ecr-public/call-distribution.ts'
import { type ApiTest, openApiTest, ownerAccount } from '#testing/registry/ecr-public/open-api-test.ts'
import {
  beginUpload,
  pushImage,
  toBlob,
  toImageManifest,
  uploadPart,
} from '#testing/registry/ecr-public/push-image.ts'

let api: ApiTest
let call: CallDistribution
const repositoryName = 'app'
beforeEach(async () => {
  api = await openApiTest()
  await api.call('CreateRepository', { repositoryName })
  call = await openDistribution(api)
})
afterEach(() => api.close())

const describeTags = async () => {
  const { body } = await api.call('DescribeImageTags', { repositoryName })
  return body.imageTagDetails
}

test('pushed by the ECR Public API: pulled and deleted by the distribution API', async () => {
  const { text, digest } = await pushImage(api, repositoryName, 'layer', 'v1')
  for (const reference of ['v1', digest]) {
    const pulled = await call('GET', `app/manifests/${reference}`)
    expect(pulled).toMatchObject({
      status: 200,
      headers: { 'content-type': OCI_IMAGE, 'docker-content-digest': digest },
    })
    expect(pulled.body.toString()).toBe(text)
  }
  const layer = await call('GET', `app/blobs/${toBlob('layer').digest}`)
  expect(layer.body.toString()).toBe('layer')
  expect((await call('DELETE', `app/manifests/${digest}`)).status).toBe(202)
  expect((await api.call('DescribeImages', { repositoryName })).body.imageDetails).toEqual([])
})

test('pushed by the distribution API: described and deleted by the ECR Public API', async () => {
  for (const content of ['config', 'layer']) {
    const { digest } = toBlob(content)
    expect((await call('POST', `app/blobs/uploads/?digest=${digest}`, { body: content })).status).toBe(201)
  }
  const { text, digest, mediaType } = toImageManifest('config', ['layer'])
  const put = await call('PUT', 'app/manifests/v1', { body: text, headers: { 'content-type': mediaType } })
  expect(put.status).toBe(201)
  expect(await describeTags()).toMatchObject([{ imageTag: 'v1', imageDetail: { imageDigest: digest } }])
  const layerDigests = [toBlob('layer').digest]
  const checked = await api.call('BatchCheckLayerAvailability', { repositoryName, layerDigests })
  expect(checked.body.layers).toMatchObject([{ layerAvailability: 'AVAILABLE', layerSize: 5 }])
  await api.call('BatchDeleteImage', { repositoryName, imageIds: [{ imageTag: 'v1' }] })
  expect((await call('GET', 'app/manifests/v1')).status).toBe(404)
  expect((await call('GET', `app/manifests/${digest}`)).status).toBe(404)
})

test('the quotas hold for both', async () => {
  const { digest, text } = await pushImage(api, repositoryName, 'layer')
  for (let n = 0; n < 1000; n += 1) {
    await databaseOf(api.service.store)
      .insertInto('image_tag')
      .values({ repository_id: 1, tag: `v${n}`, digest, created_at: '' })
      .execute()
  }
  const headers = { 'content-type': OCI_IMAGE }
  const { status, body } = await call('PUT', 'app/manifests/v1000', { body: text, headers })
  expect(status).toBe(403)
  expect(JSON.parse(body.toString())).toEqual({
    errors: [
      {
        code: 'DENIED',
        message: `Adding tag 'v1000' to an image in the repository with name 'app' in registry with id '${ownerAccount}' exceeds the maximum allowed number of tags per image which is '1000'`,
      },
    ],
  })
})

test('an upload that one began the other goes on with and finishes', async () => {
  const { bytes, digest } = toBlob('first second')
  const uploadId = await beginUpload(api, repositoryName)
  const patched = await call('PATCH', `app/blobs/uploads/${uploadId}`, { body: bytes.subarray(0, 6) })
  expect(patched).toMatchObject({ status: 202, headers: { range: '0-5' } })
  expect(await uploadPart(api, repositoryName, uploadId, 6, bytes.subarray(6))).toMatchObject({
    body: { lastByteReceived: 11 },
  })
  const input = { repositoryName, uploadId, layerDigests: [digest] }
  expect((await api.call('CompleteLayerUpload', input)).body).toMatchObject({ layerDigest: digest })
  expect((await call('GET', `app/blobs/uploads/${uploadId}`)).status).toBe(404)
  expect((await call('GET', `app/blobs/${digest}`)).body).toEqual(bytes)
})
