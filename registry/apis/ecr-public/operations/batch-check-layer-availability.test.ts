import { afterEach, beforeEach, expect, test } from 'vitest'
import { collectGarbage } from '#registry/domain/images/collect-garbage.ts'
import { type ApiTest, openApiTest, ownerAccount } from '#testing/registry/ecr-public/open-api-test.ts'
import { pushBlobs, pushImage, toBlob } from '#testing/registry/ecr-public/push-image.ts'
import { refusal } from '#testing/registry/ecr-public/refusal.ts'

let api: ApiTest
const repositoryName = 'app'
const there = toBlob('there')
const unknown = toBlob('unknown').digest
beforeEach(async () => {
  api = await openApiTest()
  await api.call('CreateRepository', { repositoryName })
})
afterEach(() => api.close())

const check = (...layerDigests: string[]) =>
  api.call('BatchCheckLayerAvailability', { repositoryName, layerDigests })

test('tells which layers are there, and names those that can be none', async () => {
  await pushImage(api, repositoryName, 'there')
  const invalid = ['sha256:00', 'latest', unknown.toUpperCase(), 'md5:d41d8cd98f00b204e9800998ecf8427e']
  const { body } = await check(there.digest, unknown, '', there.digest, ...invalid)
  expect(body).toMatchObject({
    layers: [
      {
        layerDigest: there.digest,
        layerAvailability: 'AVAILABLE',
        layerSize: there.size,
        mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
      },
      { layerDigest: unknown, layerAvailability: 'UNAVAILABLE' },
    ],
    failures: [
      { layerDigest: '', failureCode: 'MissingLayerDigest', failureReason: expect.any(String) },
      ...invalid.map((layerDigest) => ({ layerDigest, failureCode: 'InvalidLayerDigest' })),
    ],
  })
})

test('a layer that no manifest names has no media type, and one of another repository is not there', async () => {
  await pushBlobs(api, repositoryName, ['there'])
  expect((await check(there.digest)).body.layers).toEqual([
    { layerDigest: there.digest, layerAvailability: 'AVAILABLE', layerSize: there.size },
  ])
  await api.call('CreateRepository', { repositoryName: 'other' })
  const elsewhere = { repositoryName: 'other', layerDigests: [there.digest] }
  expect((await api.call('BatchCheckLayerAvailability', elsewhere)).body.layers).toEqual([
    { layerDigest: there.digest, layerAvailability: 'UNAVAILABLE' },
  ])
})

test('what the owner was told is there stays for the grace period; the gallery keeps nothing', async () => {
  const { garbageGraceMs } = api.service.config
  const begun = api.service.clock().getTime()
  const at = (share: number) => api.setTime(new Date(begun + garbageGraceMs * share).toISOString())
  await pushBlobs(api, repositoryName, ['there'])
  at(0.9)
  await check(there.digest)
  at(1.8)
  expect(await collectGarbage(api.service)).toMatchObject({ unlinkedBlobs: 0 })
  const input = { registryId: ownerAccount, repositoryName, layerDigests: [there.digest] }
  await api.call('BatchCheckLayerAvailability', input, api.credentials.gallery)
  at(2)
  expect(await collectGarbage(api.service)).toMatchObject({ unlinkedBlobs: 1 })
})

test('an unknown repository, and an alias that nobody has', async () => {
  const layerDigests = [unknown]
  expect(
    await api.call('BatchCheckLayerAvailability', { repositoryName: 'nowhere', layerDigests }),
  ).toMatchObject(refusal('RepositoryNotFoundException'))
  const input = { repositoryName, registryId: 'nobody', layerDigests }
  expect(await api.call('BatchCheckLayerAvailability', input, api.credentials.gallery)).toMatchObject(
    refusal('RegistryNotFoundException'),
  )
})
