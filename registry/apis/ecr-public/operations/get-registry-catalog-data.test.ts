import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ApiTest, openApiTest } from '#testing/registry/ecr-public/open-api-test.ts'

let api: ApiTest
beforeEach(async () => {
  api = await openApiTest()
})
afterEach(() => api.close())

test('the display name is empty until one is set', async () => {
  expect((await api.call('GetRegistryCatalogData')).body).toEqual({
    registryCatalogData: { displayName: '' },
  })
})

test('there is only the own registry, whatever else is sent', async () => {
  await api.call('PutRegistryCatalogData', { displayName: 'Theirs' }, api.credentials.other)
  const { body } = await api.call('GetRegistryCatalogData', { registryId: '222222222222' })
  expect(body).toEqual({ registryCatalogData: { displayName: '' } })
})
