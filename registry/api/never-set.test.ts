/**
 * What was never set is not what does not exist: a new repository, and a new account, answer every question about them.
 * Only where AWS's model has an exception for just that (a policy) is it raised.
 */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ApiTest, openApiTest, ownerAccount } from './testing/open-api-test.ts'
import { refusal } from './testing/refusal.ts'

const repositoryName = 'new/app'
const resourceArn = `arn:aws:ecr-public::${ownerAccount}:repository/${repositoryName}`

let api: ApiTest
beforeEach(async () => {
  api = await openApiTest()
})
afterEach(() => api.close())

const questions: [operation: string, input: object, empty: object][] = [
  ['GetRepositoryCatalogData', { repositoryName }, { catalogData: {} }],
  ['ListTagsForResource', { resourceArn }, { tags: [] }],
  ['DescribeImages', { repositoryName }, { imageDetails: [] }],
  ['DescribeImageTags', { repositoryName }, { imageTagDetails: [] }],
]

test.each(questions)(
  '%s of a repository that has nothing yet is 200 and empty',
  async (operation, input, empty) => {
    await api.call('CreateRepository', { repositoryName })
    const { status, body } = await api.call(operation, input)
    expect({ status, body }).toEqual({ status: 200, body: empty })
  },
)

test.each(questions)('%s of a repository that is not there says so', async (operation, input) => {
  expect(await api.call(operation, input)).toMatchObject(refusal('RepositoryNotFoundException'))
})

test.each([
  ['DescribeRepositories', { repositories: [] }],
  ['GetRegistryCatalogData', { registryCatalogData: { displayName: '' } }],
  ['DescribeRegistries', { registries: [expect.objectContaining({ aliases: [], registryUri: '' })] }],
])('%s of an account that has done nothing yet is 200 and empty', async (operation, empty) => {
  const { status, body } = await api.call(operation)
  expect({ status, body }).toEqual({ status: 200, body: empty })
})

test.each(['GetRepositoryPolicy', 'DeleteRepositoryPolicy'])(
  '%s without a policy is the exception that the model has for it, and without a repository the other',
  async (operation) => {
    expect(await api.call(operation, { repositoryName })).toMatchObject(
      refusal('RepositoryNotFoundException'),
    )
    await api.call('CreateRepository', { repositoryName })
    expect(await api.call(operation, { repositoryName })).toMatchObject(
      refusal('RepositoryPolicyNotFoundException'),
    )
  },
)

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
