import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ApiTest, openApiTest, otherAccount, ownerAccount } from '../testing/open-api-test.ts'
import { denied, refusal } from '../testing/refusal.ts'

let api: ApiTest
beforeEach(async () => {
  api = await openApiTest()
})
afterEach(() => api.close())

const policy = {
  Version: '2008-10-17',
  Statement: [
    {
      Sid: 'Allow push',
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::111122223333:root' },
      Action: ['ecr-public:PutImage', 'ecr-public:InitiateLayerUpload'],
    },
  ],
}
const policyText = JSON.stringify(policy)

test('sets, replaces, answers and deletes a policy', async () => {
  await api.call('CreateRepository', { repositoryName: 'app' })
  const set = await api.call('SetRepositoryPolicy', { repositoryName: 'app', policyText })
  expect(set.body).toMatchObject({ registryId: ownerAccount, repositoryName: 'app' })
  expect(JSON.parse(String(set.body.policyText))).toEqual(policy)
  expect(set.body.policyText).toContain('"Version" : "2008-10-17"')

  const changed = JSON.stringify({ ...policy, Version: '2012-10-17' })
  const input = { repositoryName: 'app', policyText: changed, force: true }
  const replaced = await api.call('SetRepositoryPolicy', input)
  expect((await api.call('GetRepositoryPolicy', { repositoryName: 'app' })).body).toEqual(replaced.body)
  expect((await api.call('DeleteRepositoryPolicy', { repositoryName: 'app' })).body).toEqual(replaced.body)
})

test.each(['GetRepositoryPolicy', 'DeleteRepositoryPolicy'])('%s without a policy', async (operation) => {
  await api.call('CreateRepository', { repositoryName: 'app' })
  expect(await api.call(operation, { repositoryName: 'app' })).toMatchObject(
    refusal(
      'RepositoryPolicyNotFoundException',
      `Repository policy does not exist for the repository with name 'app' in the registry with id '${ownerAccount}'`,
    ),
  )
})

test.each(['GetRepositoryPolicy', 'SetRepositoryPolicy', 'DeleteRepositoryPolicy'])(
  '%s of an unknown repository',
  async (operation) => {
    expect(await api.call(operation, { repositoryName: 'app', policyText })).toMatchObject(
      refusal('RepositoryNotFoundException'),
    )
  },
)

test('a policy that is none is refused, and what was there stays', async () => {
  await api.call('CreateRepository', { repositoryName: 'app' })
  const { body } = await api.call('SetRepositoryPolicy', { repositoryName: 'app', policyText })
  const withResource = { ...policy, Statement: [{ ...policy.Statement[0], Resource: '*' }] }
  const input = { repositoryName: 'app', policyText: JSON.stringify(withResource) }
  expect(await api.call('SetRepositoryPolicy', input)).toMatchObject({
    status: 400,
    body: {
      __type: 'InvalidParameterException',
      message: expect.stringContaining(
        "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'",
      ),
    },
  })
  expect((await api.call('GetRepositoryPolicy', { repositoryName: 'app' })).body).toEqual(body)
})

test.each(['GetRepositoryPolicy', 'SetRepositoryPolicy', 'DeleteRepositoryPolicy'])(
  "%s of another account's repository",
  async (operation) => {
    const input = { registryId: otherAccount, repositoryName: 'app', policyText }
    expect(await api.call(operation, input)).toMatchObject(
      denied(
        `arn:aws:iam::${ownerAccount}:user/admin`,
        operation,
        `arn:aws:ecr-public::${otherAccount}:repository/app`,
      ),
    )
  },
)

test('the gallery reads policies and sets none', async () => {
  await api.call('CreateRepository', { repositoryName: 'app' }, api.credentials.other)
  await api.call('SetRepositoryPolicy', { repositoryName: 'app', policyText }, api.credentials.other)
  const input = { registryId: otherAccount, repositoryName: 'app', policyText }
  expect(await api.call('GetRepositoryPolicy', input, api.credentials.gallery)).toMatchObject({ status: 200 })
  for (const operation of ['SetRepositoryPolicy', 'DeleteRepositoryPolicy']) {
    expect(await api.call(operation, input, api.credentials.gallery)).toMatchObject(
      refusal('AccessDeniedException'),
    )
  }
})
