import { afterEach, beforeEach, expect, test } from 'vitest'
import { collectGarbage } from '#registry/domain/images/collect-garbage.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import { drawLogo } from '#testing/registry/ecr-public/draw-logo.ts'
import { insertImage } from '#testing/registry/ecr-public/insert-image.ts'
import {
  type ApiTest,
  openApiTest,
  otherAccount,
  ownerAccount,
} from '#testing/registry/ecr-public/open-api-test.ts'
import { pushImage, toBlob } from '#testing/registry/ecr-public/push-image.ts'
import { denied, refusal } from '#testing/registry/ecr-public/refusal.ts'

let api: ApiTest
beforeEach(async () => {
  api = await openApiTest()
})
afterEach(() => api.close())

const image = { digest: 'sha256:00', pushedAt: '2026-03-01T11:00:00.000Z', tags: ['v1'] }
const count = async (table: 'logo' | 'image' | 'image_tag' | 'catalog_data' | 'resource_tag') =>
  (await databaseOf(api.service.store).selectFrom(table).selectAll().execute()).length

test('answers what it removed', async () => {
  const created = await api.call('CreateRepository', { repositoryName: 'app' })
  const deleted = await api.call('DeleteRepository', { repositoryName: 'app', registryId: ownerAccount })
  expect(deleted.body).toEqual({ repository: created.body.repository })
  expect((await api.call('DescribeRepositories')).body.repositories).toEqual([])
})

test('one that does not exist', async () => {
  expect(await api.call('DeleteRepository', { repositoryName: 'app' })).toMatchObject(
    refusal(
      'RepositoryNotFoundException',
      `The repository with name 'app' does not exist in the registry with id '${ownerAccount}'`,
    ),
  )
})

test('one with images goes only with force, and all that belongs to it goes along', async () => {
  const logoImageBlob = (await drawLogo()).toString('base64')
  await api.call('CreateRepository', {
    repositoryName: 'app',
    catalogData: { logoImageBlob },
    tags: [{ Key: 'k', Value: 'v' }],
  })
  await insertImage(api.service.store, { accountId: ownerAccount, name: 'app' }, image)
  for (const input of [{}, { force: false }]) {
    expect(await api.call('DeleteRepository', { repositoryName: 'app', ...input })).toMatchObject(
      refusal(
        'RepositoryNotEmptyException',
        `The repository with name 'app' in registry with id '${ownerAccount}' cannot be deleted because it still contains images`,
      ),
    )
  }
  expect(await api.call('DeleteRepository', { repositoryName: 'app', force: true })).toMatchObject({
    status: 200,
  })
  for (const table of ['image', 'image_tag', 'catalog_data', 'resource_tag', 'logo'] as const) {
    expect([table, await count(table)]).toEqual([table, 0])
  }
})

test('pushed images keep a repository; force takes their layers out of it, and in time from the disk', async () => {
  for (const repositoryName of ['one', 'two']) {
    await api.call('CreateRepository', { repositoryName })
    await pushImage(api, repositoryName, 'shared', 'v1')
  }
  await pushImage(api, 'one', 'alone')
  const { store, config, clock } = api.service
  const exists = async (content: string) => (await store.content.stat(toBlob(content).digest)) !== null
  expect(await api.call('DeleteRepository', { repositoryName: 'one' })).toMatchObject(
    refusal('RepositoryNotEmptyException'),
  )
  await api.call('DeleteRepository', { repositoryName: 'one', force: true })
  await api.call('CreateRepository', { repositoryName: 'one' })
  const layerDigests = ['shared', 'alone'].map((content) => toBlob(content).digest)
  const { body } = await api.call('BatchCheckLayerAvailability', { repositoryName: 'one', layerDigests })
  expect(body.layers).toMatchObject(Array(2).fill({ layerAvailability: 'UNAVAILABLE' }))
  // Once to see that nothing needs them, and once more when they have been kept long enough.
  for (const _ of [1, 2]) {
    expect([await exists('shared'), await exists('alone')]).toEqual([true, true])
    await collectGarbage(api.service)
    api.setTime(new Date(clock().getTime() + config.garbageGraceMs + 1).toISOString())
  }
  await collectGarbage(api.service)
  expect([await exists('shared'), await exists('alone')]).toEqual([true, false])
})

test('a logo that another repository shows stays', async () => {
  const logoImageBlob = (await drawLogo()).toString('base64')
  await api.call('CreateRepository', { repositoryName: 'one', catalogData: { logoImageBlob } })
  await api.call('CreateRepository', { repositoryName: 'two', catalogData: { logoImageBlob } })
  await api.call('DeleteRepository', { repositoryName: 'one' })
  expect(await count('logo')).toBe(1)
})

test("another account's repository is refused alike, whether it exists or not", async () => {
  await api.call('CreateRepository', { repositoryName: 'there' }, api.credentials.other)
  for (const name of ['there', 'nowhere']) {
    expect(
      await api.call('DeleteRepository', { registryId: otherAccount, repositoryName: name }),
    ).toMatchObject(
      denied(
        `arn:aws:iam::${ownerAccount}:user/admin`,
        'DeleteRepository',
        `arn:aws:ecr-public::${otherAccount}:repository/${name}`,
      ),
    )
  }
})
