import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type ApiTest,
  openApiTest,
  otherAccount,
  ownerAccount,
} from '#testing/registry/ecr-public/open-api-test.ts'
import { denied, refusal } from '#testing/registry/ecr-public/refusal.ts'

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

describe('a policy that would keep its author from setting another', () => {
  const lockout = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Principal: '*', Action: 'ecr-public:SetRepositoryPolicy' }],
  })
  const input = { repositoryName: 'app', policyText: lockout }

  test('is refused, and kept with force', async () => {
    await api.call('CreateRepository', { repositoryName: 'app' })
    const refused = await api.call('SetRepositoryPolicy', input)
    expect(refused).toMatchObject(
      refusal(
        'InvalidParameterException',
        "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'The policy would prevent you from setting another policy in the future. Use force to set it all the same'",
      ),
    )
    expect(await api.call('GetRepositoryPolicy', { repositoryName: 'app' })).toMatchObject(
      refusal('RepositoryPolicyNotFoundException'),
    )
    expect(await api.call('SetRepositoryPolicy', { ...input, force: true })).toMatchObject({ status: 200 })
    // And then it does what it says.
    expect(await api.call('SetRepositoryPolicy', input)).toMatchObject(
      refusal(
        'AccessDeniedException',
        `User: arn:aws:iam::${ownerAccount}:user/admin is not authorized to perform: ecr-public:SetRepositoryPolicy on resource: arn:aws:ecr-public::${ownerAccount}:repository/app with an explicit deny in a resource-based policy`,
      ),
    )
  })

  test('is no such policy when it is for others', async () => {
    await api.call('CreateRepository', { repositoryName: 'app' })
    const policyText = JSON.stringify({
      Statement: [{ Effect: 'Deny', Principal: { AWS: otherAccount }, Action: '*' }],
    })
    expect(await api.call('SetRepositoryPolicy', { ...input, policyText })).toMatchObject({ status: 200 })
  })
})

test('actions that do not exist are kept, and warned about', async () => {
  await api.call('CreateRepository', { repositoryName: 'app' })
  const statement = {
    Effect: 'Allow',
    Principal: '*',
    Action: ['ecr-public:ListImages', 'ecr-public:PutImage'],
  }
  const policyText = JSON.stringify({ Statement: [statement] })
  const { body } = await api.call('SetRepositoryPolicy', { repositoryName: 'app', policyText })
  expect(JSON.parse(String(body.policyText))).toEqual({ Statement: [statement] })
  expect(api.log).toContainEqual(expect.objectContaining({ unknownActions: ['ecr-public:ListImages'] }))
})

test('10,240 characters are taken, and one more is not', async () => {
  await api.call('CreateRepository', { repositoryName: 'app' })
  const policy = (Sid: string) =>
    JSON.stringify({ Statement: [{ Sid, Effect: 'Allow', Principal: '*', Action: '*' }] })
  const longest = 'x'.repeat(10_240 - policy('').length)
  const set = (policyText: string) => api.call('SetRepositoryPolicy', { repositoryName: 'app', policyText })
  expect(await set(policy(longest))).toMatchObject({ status: 200 })
  expect(await set(policy(`${longest}x`))).toMatchObject(refusal('InvalidParameterException'))
})
