/** The operations that need image data: refused clearly, but only after everything else about the call is right. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ApiTest, openApiTest, otherAccount, ownerAccount } from './testing/open-api-test.ts'
import { denied, refusal } from './testing/refusal.ts'

let api: ApiTest
beforeEach(async () => {
  api = await openApiTest()
})
afterEach(() => api.close())

const uploadId = '00000000-0000-4000-8000-000000000000'
const layerDigests = ['sha256:00']
const operations: [name: string, input: object][] = [
  ['BatchCheckLayerAvailability', { layerDigests }],
  ['InitiateLayerUpload', {}],
  ['UploadLayerPart', { uploadId, partFirstByte: 0, partLastByte: 0, layerPartBlob: 'AA==' }],
  ['CompleteLayerUpload', { uploadId, layerDigests }],
  ['PutImage', { imageManifest: '{}', imageTag: 'v1' }],
  ['BatchDeleteImage', { imageIds: [{ imageTag: 'v1' }] }],
]

describe.each(operations)('%s', (operation, rest) => {
  const input = { repositoryName: 'app', ...rest }
  const unsupported = refusal(
    'UnsupportedCommandException',
    'This registry does not store image data yet: images cannot be pushed, and there are none to delete. Repositories, their catalog data, policies and tags work.',
  )

  test('answers that it does not work yet', async () => {
    expect(await api.call(operation, input)).toMatchObject(unsupported)
    expect(await api.call(operation, { ...input, registryId: ownerAccount })).toMatchObject(unsupported)
  })

  test('its own registry may be named by an alias', async () => {
    await api.call('CreateRepository', { repositoryName: 'app' })
    const { body } = await api.call('DescribeRegistries')
    const [registry] = body.registries as { aliases: { name: string }[] }[]
    const registryId = registry?.aliases[0]?.name
    expect(await api.call(operation, { ...input, registryId })).toMatchObject(unsupported)
  })

  test("another account's registry is refused first, by id and by alias, known or not", async () => {
    const { body } = await api.call('CreateRepository', { repositoryName: 'app' }, api.credentials.other)
    const { repositoryUri } = body.repository as { repositoryUri: string }
    for (const registryId of [otherAccount, '999999999999', repositoryUri.split('/')[1] ?? '', 'nobody']) {
      expect(await api.call(operation, { ...input, registryId })).toMatchObject(
        denied(
          `arn:aws:iam::${ownerAccount}:user/admin`,
          operation,
          `arn:aws:ecr-public::${registryId}:repository/app`,
        ),
      )
    }
  })
})

test('an alias that nobody has is told to those who may read every registry', async () => {
  const input = { repositoryName: 'app', registryId: 'nobody', layerDigests }
  expect(await api.call('BatchCheckLayerAvailability', input, api.credentials.gallery)).toMatchObject(
    refusal('RegistryNotFoundException'),
  )
})
