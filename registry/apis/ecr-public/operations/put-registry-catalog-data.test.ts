import { afterEach, beforeEach, expect, test } from 'vitest'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import { type ApiTest, openApiTest, ownerAccount } from '#testing/registry/ecr-public/open-api-test.ts'
import { denied } from '#testing/registry/ecr-public/refusal.ts'

let api: ApiTest
beforeEach(async () => {
  api = await openApiTest()
})
afterEach(() => api.close())

test('sets the display name of its own registry only; without one nothing changes', async () => {
  const set = await api.call('PutRegistryCatalogData', { displayName: 'Blau & Söhne 🐳' })
  expect(set.body).toEqual({ registryCatalogData: { displayName: 'Blau & Söhne 🐳' } })
  expect((await api.call('PutRegistryCatalogData')).body).toEqual(set.body)
  expect((await api.call('GetRegistryCatalogData')).body).toEqual(set.body)
  expect((await api.call('GetRegistryCatalogData', {}, api.credentials.other)).body).toEqual({
    registryCatalogData: { displayName: '' },
  })
})

test('the name can be emptied again', async () => {
  await api.call('PutRegistryCatalogData', { displayName: 'Blau' })
  const { body } = await api.call('PutRegistryCatalogData', { displayName: '' })
  expect(body).toEqual({ registryCatalogData: { displayName: '' } })
})

test('the change feed tells of the registry', async () => {
  await api.call('PutRegistryCatalogData', { displayName: 'Blau' })
  const changes = await databaseOf(api.service.store).selectFrom('change').selectAll().execute()
  expect(changes).toMatchObject([{ account_id: ownerAccount, repository_name: null }])
})

test('the gallery may not set it', async () => {
  const answer = await api.call('PutRegistryCatalogData', { displayName: 'x' }, api.credentials.gallery)
  const arn = `arn:aws:ecr-public::${ownerAccount}:registry/${ownerAccount}`
  expect(answer).toMatchObject(
    denied(`arn:aws:iam::${ownerAccount}:user/gallery`, 'PutRegistryCatalogData', arn),
  )
})
