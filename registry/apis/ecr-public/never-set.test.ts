/**
 * What was never set is not what does not exist: a new repository, and a new account, answer every question about them.
 * Only where AWS's model has an exception for just that (a policy) is it raised.
 */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ApiTest, openApiTest, ownerAccount } from '#testing/registry/ecr-public/open-api-test.ts'
import { toBlob, toImageManifest, toIndexManifest } from '#testing/registry/ecr-public/push-image.ts'
import { refusal } from '#testing/registry/ecr-public/refusal.ts'
import { operationTable } from './operation-table.ts'

const repositoryName = 'new/app'
const resourceArn = `arn:aws:ecr-public::${ownerAccount}:repository/${repositoryName}`

let api: ApiTest
beforeEach(async () => {
  api = await openApiTest()
})
afterEach(() => api.close())

const { digest: layerDigest } = toBlob('never pushed')
const uploadId = '00000000-0000-4000-8000-000000000000'
const tagged = { imageTag: '1.0' }
const answer = (body: object) => ({ status: 200, body })
const refused = (code: string) => ({ status: 400, body: expect.objectContaining({ __type: code }) })
const repository = expect.objectContaining({ repositoryName })
const imageManifest = toImageManifest('never pushed', []).text
const policyText = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'ecr-public:DescribeImages' }],
})

/** Every operation with a repository in its input, and what it answers when the repository has just been created. */
const firstCalls: Record<string, [input: object, expected: object]> = {
  BatchCheckLayerAvailability: [
    { repositoryName, layerDigests: [layerDigest] },
    answer({ layers: [{ layerDigest, layerAvailability: 'UNAVAILABLE' }], failures: [] }),
  ],
  BatchDeleteImage: [
    { repositoryName, imageIds: [tagged] },
    answer({
      imageIds: [],
      failures: [expect.objectContaining({ imageId: tagged, failureCode: 'ImageNotFound' })],
    }),
  ],
  CompleteLayerUpload: [
    { repositoryName, uploadId, layerDigests: [layerDigest] },
    refused('UploadNotFoundException'),
  ],
  DeleteRepository: [{ repositoryName, force: true }, answer({ repository })],
  DeleteRepositoryPolicy: [{ repositoryName }, refused('RepositoryPolicyNotFoundException')],
  DescribeImages: [{ repositoryName }, answer({ imageDetails: [] })],
  DescribeImageTags: [{ repositoryName }, answer({ imageTagDetails: [] })],
  DescribeRepositories: [{ repositoryNames: [repositoryName] }, answer({ repositories: [repository] })],
  GetRepositoryCatalogData: [{ repositoryName }, answer({ catalogData: {} })],
  GetRepositoryPolicy: [{ repositoryName }, refused('RepositoryPolicyNotFoundException')],
  InitiateLayerUpload: [{ repositoryName }, answer({ uploadId: expect.any(String), partSize: 10_485_760 })],
  ListTagsForResource: [{ resourceArn }, answer({ tags: [] })],
  PutImage: [{ repositoryName, imageManifest }, refused('LayersNotFoundException')],
  PutRepositoryCatalogData: [
    { repositoryName, catalogData: {} },
    answer({ catalogData: { marketplaceCertified: false } }),
  ],
  SetRepositoryPolicy: [{ repositoryName, policyText }, answer(expect.objectContaining({ repositoryName }))],
  TagResource: [{ resourceArn, tags: [] }, answer({})],
  UntagResource: [{ resourceArn, tagKeys: ['never'] }, answer({})],
  UploadLayerPart: [
    { repositoryName, uploadId, partFirstByte: 0, partLastByte: 0, layerPartBlob: 'eA==' },
    refused('UploadNotFoundException'),
  ],
}
/** The others know no repository, but the one that makes it. */
const withoutRepository = [
  'CreateRepository',
  'DescribeRegistries',
  'GetAuthorizationToken',
  'GetRegistryCatalogData',
  'PutRegistryCatalogData',
]

test('every operation is asked', () => {
  const asked = [...Object.keys(firstCalls), ...withoutRepository].toSorted()
  expect(asked).toEqual([...operationTable.keys()].toSorted())
})

test.each(Object.entries(firstCalls))(
  '%s of a repository that has nothing yet is 200 and empty, but where the model has an exception for just that',
  async (operation, [input, expected]) => {
    const created = await api.call('CreateRepository', { repositoryName })
    expect(created.body).toEqual({ repository, catalogData: {} })
    const { status, body } = await api.call(operation, input)
    expect({ status, body }).toEqual(expected)
  },
)

test.each(Object.entries(firstCalls))(
  '%s of a repository that is not there says so',
  async (operation, [input]) => {
    expect(await api.call(operation, input)).toMatchObject(refusal('RepositoryNotFoundException'))
  },
)

test('images without a tag have no rows among the tags', async () => {
  await api.call('CreateRepository', { repositoryName })
  await api.call('PutImage', { repositoryName, imageManifest: toIndexManifest([]).text })
  expect((await api.call('DescribeImages', { repositoryName })).body.imageDetails).toHaveLength(1)
  const { status, body } = await api.call('DescribeImageTags', { repositoryName })
  expect({ status, body }).toEqual(answer({ imageTagDetails: [] }))
})

test.each([
  ['DescribeRepositories', { repositories: [] }],
  ['GetRegistryCatalogData', { registryCatalogData: { displayName: '' } }],
  ['DescribeRegistries', { registries: [expect.objectContaining({ aliases: [], registryUri: '' })] }],
])('%s of an account that has done nothing yet is 200 and empty', async (operation, empty) => {
  const { status, body } = await api.call(operation)
  expect({ status, body }).toEqual({ status: 200, body: empty })
})

test('catalogue data that is put without members clears what there was, and stays readable', async () => {
  await api.call('CreateRepository', {
    repositoryName,
    catalogData: { description: 'old', architectures: ['ARM'] },
  })
  const empty = { catalogData: { marketplaceCertified: false } }
  expect((await api.call('PutRepositoryCatalogData', { repositoryName, catalogData: {} })).body).toEqual(
    empty,
  )
  expect((await api.call('GetRepositoryCatalogData', { repositoryName })).body).toEqual(empty)
})
