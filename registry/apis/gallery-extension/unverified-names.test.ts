/** Guards what the gallery is told of publishers whose identity nobody has checked, as it is configured. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { describeRegistry } from '#registry/domain/identities/describe-registry.ts'
import { setVerified } from '#registry/domain/identities/set-verified.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import { drawLogo } from '#testing/registry/ecr-public/draw-logo.ts'
import { type ApiTest, openApiTest, ownerAccount } from '#testing/registry/ecr-public/open-api-test.ts'
import { listRegistries } from './list-registries.ts'

const profile = { description: 'Tools.', website: 'https://tide.example' }

let api: ApiTest
beforeEach(async () => {
  api = await openApiTest()
  const logoImageBlob = (await drawLogo()).toString('base64')
  await api.call('PutRegistryCatalogData', { displayName: 'Tide' })
  await describeRegistry(api.service, { accountId: ownerAccount, ...profile })
  await api.call('CreateRepository', { repositoryName: 'harbor', catalogData: { logoImageBlob } })
  await api.call('CreateRepository', { repositoryName: 'plain' })
})
afterEach(() => api.close())

const configure = (showUnverifiedNames: boolean) => {
  api.service.config = { ...api.service.config, showUnverifiedNames }
}
const readRegistry = async () => JSON.parse(String((await listRegistries(api.service)).body)).registries[0]
const readLogo = async (as = api.credentials.gallery) => {
  const reference = { registryId: ownerAccount, repositoryName: 'harbor' }
  const { body } = await api.call('GetRepositoryCatalogData', reference, as)
  return (body.catalogData as { logoUrl?: string }).logoUrl
}

test('all names, descriptions and logos are shown unless configured otherwise', async () => {
  expect(await readRegistry()).toMatchObject({ displayName: 'Tide', ...profile })
  expect(await readLogo()).toContain('/logo/')
})

test('where only verified ones are shown, the others have none of them; the publisher still sees name and logo', async () => {
  configure(false)
  expect(await readRegistry()).toMatchObject({ displayName: '', description: null, website: null })
  expect(await readLogo()).toBeUndefined()
  expect(await readLogo(api.credentials.owner)).toContain('/logo/')
  expect(await api.call('GetRegistryCatalogData')).toMatchObject({
    body: { registryCatalogData: { displayName: 'Tide' } },
  })
})

test('with the mark they appear, and the feed names each repository whose page changes', async () => {
  configure(false)
  const db = databaseOf(api.service.store)
  const before = await db.selectFrom('change').select('sequence').execute()
  await setVerified(api.service, { accountId: ownerAccount, verified: true })
  expect(await readRegistry()).toMatchObject({ displayName: 'Tide', ...profile })
  expect(await readLogo()).toContain('/logo/')
  const after = await db.selectFrom('change').select('repository_name').orderBy('sequence').execute()
  expect(after.slice(before.length)).toEqual([{ repository_name: null }, { repository_name: 'harbor' }])
})
