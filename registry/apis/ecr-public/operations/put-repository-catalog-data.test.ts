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

const put = async (catalogData: object) => {
  const { body } = await api.call('PutRepositoryCatalogData', { repositoryName: 'app', catalogData })
  return body.catalogData as Record<string, unknown>
}
const countLogos = async () =>
  (await databaseOf(api.service.store).selectFrom('logo').selectAll().execute()).length

beforeEach(() => api.call('CreateRepository', { repositoryName: 'app' }))

test('replaces everything', async () => {
  await put({ description: 'old', aboutText: 'old', usageText: 'old', architectures: ['x86'] })
  expect(await put({ description: 'new', operatingSystems: [] })).toEqual({
    description: 'new',
    operatingSystems: [],
    marketplaceCertified: false,
  })
})

test('texts come back as they were sent', async () => {
  const aboutText = '# Über\r\n\u0000\t"quoted" 🐳 </script>'
  expect((await put({ aboutText })).aboutText).toBe(aboutText)
})

test('texts of the greatest length are taken', async () => {
  const text = '🐳'.repeat(25_600)
  expect(await put({ description: 'd'.repeat(1024), aboutText: text, usageText: text })).toMatchObject({
    aboutText: text,
  })
})

describe('the logo', () => {
  const blob = async (colour: string) => (await drawLogo({ colour })).toString('base64')

  test('stays when it is not sent again', async () => {
    const { logoUrl } = await put({ logoImageBlob: await blob('red') })
    expect(logoUrl).toMatch(/^http:\/\/localhost:5050\/logo\/[0-9a-f]{64}\.png$/)
    expect(await put({ description: 'new' })).toMatchObject({ logoUrl })
  })

  test('is replaced by another, and the old one is not kept', async () => {
    const first = await put({ logoImageBlob: await blob('red') })
    const second = await put({ logoImageBlob: await blob('blue') })
    expect(second.logoUrl).not.toBe(first.logoUrl)
    expect(await countLogos()).toBe(1)
  })

  test('is removed by an empty one', async () => {
    await put({ logoImageBlob: await blob('red') })
    expect(await put({ logoImageBlob: '' })).toEqual({ marketplaceCertified: false })
    expect(await countLogos()).toBe(0)
  })

  test('stays as it was when the new one is refused', async () => {
    const { logoUrl } = await put({ description: 'old', logoImageBlob: await blob('red') })
    const refused = await api.call('PutRepositoryCatalogData', {
      repositoryName: 'app',
      catalogData: { description: 'new', logoImageBlob: 'AAAA' },
    })
    expect(refused).toMatchObject(refusal('InvalidParameterException'))
    expect((await api.call('GetRepositoryCatalogData', { repositoryName: 'app' })).body).toMatchObject({
      catalogData: { description: 'old', logoUrl },
    })
  })
})

test('marks the repository as changed and tells the change feed', async () => {
  api.setTime('2026-03-01T12:10:00.000Z')
  await put({})
  const db = databaseOf(api.service.store)
  expect(await db.selectFrom('repository').select('updated_at').executeTakeFirst()).toEqual({
    updated_at: '2026-03-01T12:10:00.000Z',
  })
  expect((await db.selectFrom('change').selectAll().execute()).at(-1)).toMatchObject({
    repository_name: 'app',
    at: '2026-03-01T12:10:00.000Z',
  })
})

test('an unknown repository', async () => {
  expect(
    await api.call('PutRepositoryCatalogData', { repositoryName: 'nowhere', catalogData: {} }),
  ).toMatchObject(
    refusal(
      'RepositoryNotFoundException',
      `The repository with name 'nowhere' does not exist in the registry with id '${ownerAccount}'`,
    ),
  )
})

test("another account's repository", async () => {
  const input = { registryId: otherAccount, repositoryName: 'app', catalogData: {} }
  const arn = `arn:aws:ecr-public::${otherAccount}:repository/app`
  expect(await api.call('PutRepositoryCatalogData', input)).toMatchObject(
    denied(`arn:aws:iam::${ownerAccount}:user/admin`, 'PutRepositoryCatalogData', arn),
  )
  expect(await api.call('PutRepositoryCatalogData', input, api.credentials.gallery)).toMatchObject(
    denied(`arn:aws:iam::${ownerAccount}:user/gallery`, 'PutRepositoryCatalogData', arn),
  )
})
