/** The API that the original gallery answers anonymously, as the programs that call it do. */
import { CreateRepositoryCommand, DeleteRepositoryCommand } from '@aws-sdk/client-ecr-public'
import type { APIRequestContext } from '@playwright/test'
import { z } from 'zod'
import { expect, test, toUniqueName } from '#testing/fixtures.ts'

const listed = z.strictObject({
  repositoryName: z.string(),
  primaryRegistryAliasName: z.string(),
  displayName: z.string(),
  logoUrl: z.url().optional(),
  repositoryDescription: z.string().optional(),
  operatingSystems: z.array(z.string()),
  architectures: z.array(z.string()),
  registryVerified: z.boolean(),
  downloadCount: z.int(),
})
const found = z.strictObject({
  repositoryCatalogSearchResultList: z.array(listed),
  totalResults: z.int(),
  nextToken: z.string().optional(),
})
const tags = z.strictObject({
  imageTagDetails: z.array(
    z.strictObject({
      imageTag: z.string(),
      createdAt: z.iso.datetime(),
      imageDetail: z.strictObject({
        imageDigest: z.string(),
        imageSizeInBytes: z.int().optional(),
        imagePushedAt: z.iso.datetime(),
        imageManifestMediaType: z.string(),
        artifactMediaType: z.string().optional(),
      }),
    }),
  ),
  nextToken: z.string().optional(),
})

async function call(
  request: APIRequestContext,
  operation: string,
  body: object,
  contentType = 'application/json',
) {
  const response = await request.post(`/${operation}`, {
    data: Buffer.from(JSON.stringify(body)),
    headers: { 'content-type': contentType },
  })
  return { status: response.status(), headers: response.headers(), body: await response.json() }
}

for (const contentType of [
  'application/json',
  'application/x-www-form-urlencoded',
  'text/plain',
  'application/x-amz-json-1.1',
]) {
  test(`a search is answered whatever it is called: ${contentType}`, async ({ request }) => {
    const body = { searchTerm: 'postgres', maxResults: 2, sortConfiguration: { sortKey: 'POPULARITY' } }
    const answer = await call(request, 'searchRepositoryCatalogData', body, contentType)
    expect(answer.status).toBe(200)
    expect(answer.headers['access-control-allow-origin']).toBe('*')
    const { repositoryCatalogSearchResultList: list, totalResults } = found.parse(answer.body)
    const ofPage = await (await request.get('/api/search?searchTerm=postgres&sort=popularity')).json()
    expect(totalResults).toBe(ofPage.totalResults)
    expect(list.map(({ repositoryName }) => repositoryName)).toEqual(
      ofPage.repositories.slice(0, 2).map((one: { repositoryName: string }) => one.repositoryName),
    )
  })
}

test('a whole catalogue is read page by page, each repository once, while others are made', async ({
  admin,
  request,
}) => {
  const names = ['a', 'b', 'c'].map((one) => toUniqueName(`paging-${one}`))
  const made: string[] = []
  const seen: string[] = []
  let nextToken: string | undefined
  let total = 0
  try {
    do {
      const { body } = await call(request, 'searchRepositoryCatalogData', { maxResults: 3, nextToken })
      const page = found.parse(body)
      total = page.totalResults
      seen.push(
        ...page.repositoryCatalogSearchResultList.map(
          (one) => `${one.primaryRegistryAliasName}/${one.repositoryName}`,
        ),
      )
      nextToken = page.nextToken
      const repositoryName = names.pop()
      if (repositoryName === undefined) continue
      await admin.send(new CreateRepositoryCommand({ repositoryName }))
      made.push(repositoryName)
    } while (nextToken !== undefined)
    expect(new Set(seen).size).toBe(seen.length)
    // Other tests delete what was counted.
    expect(total - seen.length).toBeLessThan(10)
    expect(seen).toContain('tidewater/postgres-tools')
  } finally {
    for (const repositoryName of made) {
      await admin.send(new DeleteRepositoryCommand({ repositoryName, force: true }))
    }
  }
})

test('filters narrow a search', async ({ request }) => {
  const filter = { registryVerified: true, architectures: ['ARM 64'], registryAliasNames: ['tidewater'] }
  const { body } = await call(request, 'searchRepositoryCatalogData', { filter })
  const { repositoryCatalogSearchResultList: list } = found.parse(body)
  expect(list.length).toBeGreaterThan(0)
  for (const one of list) {
    expect(one).toMatchObject({ registryVerified: true, primaryRegistryAliasName: 'tidewater' })
    expect(one.architectures).toContain('ARM 64')
  }
})

test('tags are those of the page, the newest first, in pages', async ({ request }) => {
  const repository = { registryAliasName: 'tidewater', repositoryName: 'postgres-tools' }
  const whole = tags.parse(
    (await call(request, 'describeImageTags', { ...repository, maxResults: 1000 })).body,
  )
  const pushed = whole.imageTagDetails.map(({ createdAt }) => Date.parse(createdAt))
  expect(pushed).toEqual(pushed.toSorted((a, b) => b - a))
  const seen: string[] = []
  let nextToken: string | undefined
  do {
    const page = tags.parse(
      (await call(request, 'describeImageTags', { ...repository, maxResults: 2, nextToken })).body,
    )
    seen.push(...page.imageTagDetails.map(({ imageTag }) => imageTag))
    nextToken = page.nextToken
  } while (nextToken !== undefined)
  expect(seen).toEqual(whole.imageTagDetails.map(({ imageTag }) => imageTag))
})

test('a repository has its texts, and its pulls where callers look for them', async ({ request }) => {
  const repository = { registryAliasName: 'tidewater', repositoryName: 'postgres-tools' }
  const { body } = await call(request, 'getRepositoryCatalogData', repository)
  expect(body.catalogData.aboutText).toContain('#')
  expect(body.insightData.downloadCount).toBe(body.catalogData.downloadCount)
})

test('a registry and its repositories', async ({ request }) => {
  const registry = await call(request, 'getRegistryCatalogData', { registryAliasName: 'tidewater' })
  expect(registry.body).toMatchObject({ primaryRegistryAliasName: 'tidewater', registryVerified: true })
  const { body } = await call(request, 'describeRepositoryCatalogData', { registryAliasName: 'tidewater' })
  expect(body.totalResults).toBe(registry.body.repositoryCount)
  const names = body.repositories.map(({ repositoryName }: { repositoryName: string }) => repositoryName)
  expect(names).toEqual(names.toSorted())
})

test('what is not there, and what cannot be read, is a 400 in words', async ({ request }) => {
  const missing = { registryAliasName: 'tidewater', repositoryName: 'no-such-thing' }
  for (const operation of ['describeImageTags', 'getRepositoryCatalogData']) {
    const { status, body } = await call(request, operation, missing)
    expect([status, body.__type]).toEqual([400, 'RepositoryNotFoundException'])
  }
  for (const data of [
    '{',
    '[]',
    '{"registryAliasName":7,"repositoryName":"a"}',
    '"text"',
    '{"nextToken":"x"}',
  ]) {
    const response = await request.post('/describeImageTags', { data: Buffer.from(data) })
    expect([response.status(), (await response.json()).__type], data).toEqual([
      400,
      'InvalidParameterException',
    ])
  }
  const large = await request.post('/searchRepositoryCatalogData', { data: Buffer.alloc(70_000, ' ') })
  expect(large.status()).toBe(400)
})

test('a page of another origin may call it, and nothing but a POST does', async ({ request }) => {
  const asked = await request.fetch('/describeImageTags', {
    method: 'OPTIONS',
    headers: { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' },
  })
  expect(asked.status()).toBe(204)
  expect(asked.headers()['access-control-allow-origin']).toBe('*')
  const read = await request.get('/describeImageTags')
  expect(read.status()).toBe(405)
  expect(read.headers().allow).toBe('POST, OPTIONS')
})
