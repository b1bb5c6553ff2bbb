import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ApiTest, openApiTest, otherAccount } from '#testing/registry/ecr-public/open-api-test.ts'
import {
  pushImage,
  type TestManifest,
  toBlob,
  toIndexManifest,
} from '#testing/registry/ecr-public/push-image.ts'
import { refusal } from '#testing/registry/ecr-public/refusal.ts'

let api: ApiTest
let image: TestManifest
const repositoryName = 'app'
const unknown = toBlob('unknown').digest
beforeEach(async () => {
  api = await openApiTest()
  await api.call('CreateRepository', { repositoryName })
  image = await pushImage(api, repositoryName, 'layer', 'v1', 'latest')
})
afterEach(() => api.close())

const remove = async (...imageIds: object[]) =>
  (await api.call('BatchDeleteImage', { repositoryName, imageIds })).body
const listAll = async () => {
  const { body } = await api.call('DescribeImages', { repositoryName })
  const images = body.imageDetails as { imageDigest: string; imageTags?: string[] }[]
  return images.map(({ imageDigest, imageTags = [] }) => [imageDigest, ...imageTags])
}

test('a tag goes and leaves the image; the last one takes it along', async () => {
  const imageDigest = image.digest
  expect(await remove({ imageTag: 'v1' })).toEqual({
    imageIds: [{ imageDigest, imageTag: 'v1' }],
    failures: [],
  })
  expect(await listAll()).toEqual([[imageDigest, 'latest']])
  expect(await remove({ imageTag: 'latest', imageDigest })).toEqual({
    imageIds: [{ imageDigest, imageTag: 'latest' }],
    failures: [],
  })
  expect(await listAll()).toEqual([])
})

test('both tags in one call take the image along', async () => {
  expect(await remove({ imageTag: 'v1' }, { imageTag: 'latest' })).toMatchObject({ failures: [] })
  expect(await listAll()).toEqual([])
})

test('by digest the image goes with all its tags, which are named', async () => {
  const imageDigest = image.digest
  expect(await remove({ imageDigest })).toEqual({
    imageIds: [
      { imageDigest, imageTag: 'latest' },
      { imageDigest, imageTag: 'v1' },
    ],
    failures: [],
  })
  expect(await listAll()).toEqual([])
  const untagged = await pushImage(api, repositoryName, 'untagged')
  expect(await remove({ imageDigest: untagged.digest })).toEqual({
    imageIds: [{ imageDigest: untagged.digest }],
    failures: [],
  })
})

test.each<[string, () => object]>([
  ['MissingDigestAndTag', () => ({})],
  ['InvalidImageDigest', () => ({ imageDigest: 'sha256:00' })],
  ['InvalidImageDigest', () => ({ imageDigest: '', imageTag: 'v1' })],
  ['InvalidImageTag', () => ({ imageTag: '.v1' })],
  ['InvalidImageTag', () => ({ imageTag: 'v'.repeat(129) })],
  ['ImageNotFound', () => ({ imageTag: 'v2' })],
  ['ImageNotFound', () => ({ imageDigest: unknown })],
  ['ImageNotFound', () => ({ imageDigest: image.digest, imageTag: 'v2' })],
  ['ImageTagDoesNotMatchDigest', () => ({ imageDigest: unknown, imageTag: 'v1' })],
])('%s: what fails is told, and the rest goes', async (failureCode, toImageId) => {
  const imageId = toImageId()
  expect(await remove(imageId, { imageTag: 'v1' })).toEqual({
    imageIds: [{ imageDigest: image.digest, imageTag: 'v1' }],
    failures: [{ imageId, failureCode, failureReason: expect.stringMatching(/./) }],
  })
  expect(await listAll()).toEqual([[image.digest, 'latest']])
})

test('an image that an index names stays until the index has gone, and its last tag with it', async () => {
  const index = toIndexManifest([image])
  await api.call('PutImage', { repositoryName, imageManifest: index.text, imageTag: 'multi' })
  const failure = {
    failureCode: 'ImageReferencedByManifestList',
    failureReason: `Requested image referenced by manifest list: ${index.digest}. Delete that first.`,
  }
  const byDigest = { imageDigest: image.digest }
  expect(await remove(byDigest)).toEqual({ imageIds: [], failures: [{ imageId: byDigest, ...failure }] })
  expect(await remove({ imageTag: 'v1' }, { imageTag: 'latest' })).toEqual({
    imageIds: [{ imageDigest: image.digest, imageTag: 'v1' }],
    failures: [{ imageId: { imageTag: 'latest' }, ...failure }],
  })
  expect(await remove({ imageTag: 'multi' }, byDigest)).toMatchObject({ failures: [] })
  expect(await listAll()).toEqual([])
})

test('the feed tells of a call that removed something, and of no other', async () => {
  const count = async () => (await api.service.store.changes.list(0)).changes.length
  const before = await count()
  await remove({ imageTag: 'v2' }, {})
  expect(await count()).toBe(before)
  await remove({ imageTag: 'v1' }, { imageTag: 'v2' })
  expect(await count()).toBe(before + 1)
})

test('in an unknown repository, and in a registry of others', async () => {
  const imageIds = [{ imageTag: 'v1' }]
  expect(await api.call('BatchDeleteImage', { repositoryName: 'nowhere', imageIds })).toMatchObject(
    refusal('RepositoryNotFoundException'),
  )
  const input = { repositoryName, imageIds }
  for (const registryId of [otherAccount, 'nobody']) {
    expect(await api.call('BatchDeleteImage', { ...input, registryId })).toMatchObject(
      refusal('AccessDeniedException'),
    )
  }
  expect(await api.call('BatchDeleteImage', input, api.credentials.gallery)).toMatchObject(
    refusal('AccessDeniedException'),
  )
})
