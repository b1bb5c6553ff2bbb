import { afterEach, beforeEach, expect, test } from 'vitest'
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

test('answers what was set, and leaves out what was not', async () => {
  await api.call('CreateRepository', { repositoryName: 'app', catalogData: { usageText: 'run it' } })
  expect((await api.call('GetRepositoryCatalogData', { repositoryName: 'app' })).body).toEqual({
    catalogData: { usageText: 'run it', marketplaceCertified: false },
  })
})

test('a repository that never had any is there, and has none', async () => {
  await api.call('CreateRepository', { repositoryName: 'app' })
  const { status, body } = await api.call('GetRepositoryCatalogData', { repositoryName: 'app' })
  expect({ status, body }).toEqual({ status: 200, body: { catalogData: {} } })
})

test('an unknown repository', async () => {
  expect(await api.call('GetRepositoryCatalogData', { repositoryName: 'app' })).toMatchObject(
    refusal('RepositoryNotFoundException'),
  )
})

test("another account's repository: refused to an owner, open to the gallery", async () => {
  const input = { registryId: otherAccount, repositoryName: 'app' }
  const theirs = { repositoryName: 'app', catalogData: { description: 'theirs' } }
  await api.call('CreateRepository', theirs, api.credentials.other)
  expect(await api.call('GetRepositoryCatalogData', input)).toMatchObject(
    denied(
      `arn:aws:iam::${ownerAccount}:user/admin`,
      'GetRepositoryCatalogData',
      `arn:aws:ecr-public::${otherAccount}:repository/app`,
    ),
  )
  expect(await api.call('GetRepositoryCatalogData', input, api.credentials.gallery)).toMatchObject({
    body: { catalogData: { description: 'theirs' } },
  })
})
