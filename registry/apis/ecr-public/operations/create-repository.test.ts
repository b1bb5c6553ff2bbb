import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import { drawLogo } from '#testing/registry/ecr-public/draw-logo.ts'
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

const arn = `arn:aws:ecr-public::${ownerAccount}:repository/team/app`
const listNames = async () => {
  const { body } = await api.call('DescribeRepositories')
  return (body.repositories as { repositoryName: string }[]).map(({ repositoryName }) => repositoryName)
}

test('answers the repository and its catalogue data', async () => {
  const logo = (await drawLogo()).toString('base64')
  const catalogData = {
    description: 'An app',
    architectures: ['x86-64', 'ARM 64'],
    operatingSystems: ['Linux'],
    aboutText: '# About',
    usageText: '# Usage',
  }
  const answer = await api.call('CreateRepository', {
    repositoryName: 'team/app',
    catalogData: { ...catalogData, logoImageBlob: logo },
    tags: [{ Key: 'env', Value: '' }],
  })
  expect(answer).toMatchObject({
    status: 200,
    body: {
      repository: {
        repositoryArn: arn,
        registryId: ownerAccount,
        repositoryName: 'team/app',
        repositoryUri: expect.stringMatching(/^localhost:5050\/([a-z][0-9]){4}\/team\/app$/),
        createdAt: Date.parse('2026-03-01T12:00:00Z') / 1000,
      },
      catalogData: {
        ...catalogData,
        logoUrl: expect.stringMatching(/^http:\/\/localhost:5050\/logo\/[0-9a-f]{64}\.png$/),
      },
    },
  })
  expect(await api.call('ListTagsForResource', { resourceArn: arn })).toMatchObject({
    body: { tags: [{ Key: 'env', Value: '' }] },
  })
})

test('catalogue data may be left out, and is then not there', async () => {
  const answer = await api.call('CreateRepository', { repositoryName: 'app' })
  expect(answer.body.catalogData).toEqual({})
  const { status, body } = await api.call('GetRepositoryCatalogData', { repositoryName: 'app' })
  expect({ status, body }).toEqual({ status: 200, body: { catalogData: {} } })
})

test('the first repository gives the account its default alias, later ones keep it', async () => {
  expect((await api.call('DescribeRegistries')).body.registries).toMatchObject([
    { registryUri: '', aliases: [] },
  ])
  const first = await api.call('CreateRepository', { repositoryName: 'one' })
  const second = await api.call('CreateRepository', { repositoryName: 'two' })
  const aliasOf = ({ body }: typeof first) =>
    (body.repository as { repositoryUri: string }).repositoryUri.split('/')[1]
  expect(aliasOf(second)).toBe(aliasOf(first))
  expect((await api.call('DescribeRegistries')).body.registries).toMatchObject([
    {
      aliases: [
        { name: aliasOf(first), status: 'ACTIVE', primaryRegistryAlias: true, defaultRegistryAlias: true },
      ],
    },
  ])
})

test('the change feed tells of the registry, once, and of each repository', async () => {
  await api.call('CreateRepository', { repositoryName: 'one' })
  await api.call('CreateRepository', { repositoryName: 'two' })
  const changes = await databaseOf(api.service.store)
    .selectFrom('change')
    .select(['account_id', 'repository_name'])
    .orderBy('sequence')
    .execute()
  expect(changes).toEqual([
    { account_id: ownerAccount, repository_name: null },
    { account_id: ownerAccount, repository_name: 'one' },
    { account_id: ownerAccount, repository_name: 'two' },
  ])
})

test('a name is taken once in a registry, and free in every other', async () => {
  await api.call('CreateRepository', { repositoryName: 'team/app' })
  expect(await api.call('CreateRepository', { repositoryName: 'team/app' })).toMatchObject(
    refusal(
      'RepositoryAlreadyExistsException',
      `The repository with name 'team/app' already exists in the registry with id '${ownerAccount}'`,
    ),
  )
  const elsewhere = await api.call('CreateRepository', { repositoryName: 'team/app' }, api.credentials.other)
  expect(elsewhere.body.repository).toMatchObject({ registryId: otherAccount })
})

test('of simultaneous calls for one name, one succeeds', async () => {
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => api.call('CreateRepository', { repositoryName: 'app' })),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400, 400, 400, 400, 400])
})

describe('nothing is created when a part of it is refused', () => {
  test.each([
    ['InvalidTagParameterException', { tags: [{ Key: 'aws:x', Value: '' }] }],
    ['TooManyTagsException', { tags: Array.from({ length: 51 }, (_, n) => ({ Key: `k${n}`, Value: '' })) }],
    ['InvalidParameterException', { catalogData: { logoImageBlob: 'AAAA' } }],
  ] as const)('%s', async (code, input) => {
    expect(await api.call('CreateRepository', { repositoryName: 'app', ...input })).toMatchObject(
      refusal(code),
    )
    expect(await listNames()).toEqual([])
    expect((await api.call('DescribeRegistries')).body.registries).toMatchObject([{ aliases: [] }])
  })
})

test('the quick start taken literally is told that no shell expands it', async () => {
  const literal = '$(cat myrepoimage.png |base64 -w 0)'
  const answer = await api.call('CreateRepository', {
    repositoryName: 'ecr-tutorial',
    catalogData: { logoImageBlob: literal },
  })
  expect(answer).toMatchObject(refusal('InvalidParameterException'))
  expect(messageOf(answer)).toContain(literal)
  expect(messageOf(answer)).toContain('No shell expands')
})

const messageOf = ({ body }: { body: Record<string, unknown> }) => String(body.message)

test('a registry has room for 10,000 repositories', async () => {
  const at = api.service.clock().toISOString()
  await api.service.store.transaction(async (tx) => {
    for (let start = 0; start < 10_000; start += 1000) {
      const values = Array.from({ length: 1000 }, (_, n) => ({
        account_id: ownerAccount,
        name: `app${start + n}`,
        created_at: at,
        updated_at: at,
      }))
      await databaseOf(tx).insertInto('repository').values(values).execute()
    }
  })
  expect(await api.call('CreateRepository', { repositoryName: 'one-more' })).toMatchObject(
    refusal(
      'LimitExceededException',
      `The registry with id '${ownerAccount}' already has the maximum allowed number of repositories which is '10000'`,
    ),
  )
})

test('the gallery may not create', async () => {
  expect(
    await api.call('CreateRepository', { repositoryName: 'team/app' }, api.credentials.gallery),
  ).toMatchObject(denied(`arn:aws:iam::${ownerAccount}:user/gallery`, 'CreateRepository', arn))
})
