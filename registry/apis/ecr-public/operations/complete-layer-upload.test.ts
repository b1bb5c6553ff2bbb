import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { toDigest } from '#lib/oci/digest.ts'
import { requireUser } from '#registry/domain/identities/manage-user.ts'
import { type ApiTest, openApiTest, ownerAccount } from '#testing/registry/ecr-public/open-api-test.ts'
import { beginUpload, pushBlobs, toBlob, uploadPart } from '#testing/registry/ecr-public/push-image.ts'
import { invalid, refusal } from '#testing/registry/ecr-public/refusal.ts'

let api: ApiTest
const repositoryName = 'app'
const mebibyte = 1024 * 1024
beforeEach(async () => {
  api = await openApiTest()
  await api.call('CreateRepository', { repositoryName })
})
afterEach(() => api.close())

const begin = () => beginUpload(api, repositoryName)
const send = (uploadId: string, at: number, bytes: Buffer) =>
  uploadPart(api, repositoryName, uploadId, at, bytes)
const complete = (uploadId: string, ...layerDigests: string[]) =>
  api.call('CompleteLayerUpload', { repositoryName, uploadId, layerDigests })
const requireUpload = async (uploadId: string) => {
  const { userId: principal } = await requireUser(api.service.store, ownerAccount, 'admin')
  const upload = await api.service.images.uploads.find(uploadId, { repositoryId: 1, principal })
  if (upload === null) throw new Error(`There is no upload ${uploadId}.`)
  return upload
}

describe('completing', () => {
  test('an upload without parts', async () => {
    expect(await complete(await begin(), toBlob('').digest)).toMatchObject(refusal('EmptyUploadException'))
  })

  test('with a wrong digest; the right one still works', async () => {
    const { bytes, digest } = toBlob('layer')
    const uploadId = await begin()
    await send(uploadId, 0, bytes)
    for (const wrong of [toBlob('other').digest, 'sha256:00', digest.toUpperCase()]) {
      expect(await complete(uploadId, wrong)).toMatchObject(
        refusal(
          'InvalidLayerException',
          `None of the provided layer digests match the calculated layer digest ${digest}`,
        ),
      )
    }
    expect(await complete(uploadId, digest)).toMatchObject({ status: 200 })
  })

  test('a layer that the repository has', async () => {
    await pushBlobs(api, repositoryName, ['layer'])
    const { bytes, digest } = toBlob('layer')
    const uploadId = await begin()
    await send(uploadId, 0, bytes)
    expect(await complete(uploadId, digest)).toMatchObject(
      refusal(
        'LayerAlreadyExistsException',
        `The layer with digest '${digest}' already exists in the repository with name 'app' in the registry with id '${ownerAccount}'`,
      ),
    )
  })

  test('one of which a part before the last is smaller than 5 MiB', async () => {
    const parts = [Buffer.alloc(5 * mebibyte - 1), Buffer.from('end')]
    const uploadId = await begin()
    let at = 0
    for (const part of parts) {
      await send(uploadId, at, part)
      at += part.length
    }
    const digest = toDigest('sha256', Buffer.concat(parts))
    expect(await complete(uploadId, digest)).toMatchObject(refusal('LayerPartTooSmallException'))
  })

  test('while a part is being written', async () => {
    const uploadId = await begin()
    const { bytes, digest } = toBlob('layer')
    await send(uploadId, 0, bytes)
    const upload = await requireUpload(uploadId)
    await upload.exclusively(async () => {
      expect(await complete(uploadId, digest)).toMatchObject(
        invalid('uploadId', 'Another request is writing to this upload.'),
      )
    })
    expect(await complete(uploadId, digest)).toMatchObject({ status: 200 })
  })
})
