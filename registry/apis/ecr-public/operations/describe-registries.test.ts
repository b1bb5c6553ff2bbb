import { afterEach, beforeEach, expect, test } from 'vitest'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import {
  type ApiTest,
  openApiTest,
  otherAccount,
  ownerAccount,
} from '#testing/registry/ecr-public/open-api-test.ts'
import { invalid } from '#testing/registry/ecr-public/refusal.ts'

let api: ApiTest
beforeEach(async () => {
  api = await openApiTest()
})
afterEach(() => api.close())

test('an owner sees its own registry with all its aliases, the primary one first', async () => {
  await api.call('CreateRepository', { repositoryName: 'app' })
  const row = {
    account_id: ownerAccount,
    is_primary: 0,
    is_default: 0,
    created_at: '2026-03-02T00:00:00.000Z',
  }
  await databaseOf(api.service.store)
    .insertInto('alias')
    .values([
      { ...row, name: 'wanted', status: 'PENDING' },
      { ...row, name: 'second', status: 'ACTIVE' },
    ])
    .execute()
  const { body } = await api.call('DescribeRegistries')
  const alias = await databaseOf(api.service.store)
    .selectFrom('alias')
    .select('name')
    .where('is_primary', '=', 1)
    .executeTakeFirstOrThrow()
  expect(body).toEqual({
    registries: [
      {
        registryId: ownerAccount,
        registryArn: `arn:aws:ecr-public::${ownerAccount}:registry/${ownerAccount}`,
        registryUri: `localhost:5050/${alias.name}`,
        verified: false,
        aliases: [
          { name: alias.name, status: 'ACTIVE', primaryRegistryAlias: true, defaultRegistryAlias: true },
          { name: 'second', status: 'ACTIVE', primaryRegistryAlias: false, defaultRegistryAlias: false },
          { name: 'wanted', status: 'PENDING', primaryRegistryAlias: false, defaultRegistryAlias: false },
        ],
      },
    ],
  })
})

test('the gallery sees every registry, in pages', async () => {
  const first = await api.call('DescribeRegistries', { maxResults: 1 }, api.credentials.gallery)
  expect(first.body.registries).toMatchObject([{ registryId: ownerAccount }])
  const { nextToken } = first.body
  const second = await api.call('DescribeRegistries', { maxResults: 1, nextToken }, api.credentials.gallery)
  expect(second.body).toMatchObject({ registries: [{ registryId: otherAccount }] })
  expect(second.body.nextToken).toBeUndefined()
})

test("the gallery's token is nothing to an owner", async () => {
  const { body } = await api.call('DescribeRegistries', { maxResults: 1 }, api.credentials.gallery)
  expect(await api.call('DescribeRegistries', { nextToken: body.nextToken })).toMatchObject(
    invalid('nextToken', 'Member must be a token that this service returned for the same request'),
  )
})
