import { once } from 'node:events'
import { createServer } from 'node:http'
import { ECRPUBLICClient } from '@aws-sdk/client-ecr-public'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { getPublisherTags } from './get-publisher-tags.ts'

/** An endpoint that answers ListTagsForResource as the test says. */
let answer: { status: number; body: object } = { status: 200, body: {} }
const asked: string[] = []
const server = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  asked.push(JSON.parse(body).resourceArn)
  response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' })
  response.end(JSON.stringify(answer.body))
}).listen(0, '127.0.0.1')
await once(server, 'listening')
const address = server.address()
const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
const clients: ECRPUBLICClient[] = []
const getDefaultTag = async (...args: Parameters<typeof getPublisherTags>) =>
  (await getPublisherTags(...args)).defaultTag

function createApi() {
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
  const client = new ECRPUBLICClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 })
  clients.push(client)
  return { client, endpoint, pacer: null }
}

const web = { registryId: '000000000001', repositoryName: 'a/web' }
const set = (...tags: object[]) => ({ status: 200, body: { tags } })
const refuse = (name: string) => ({ status: 400, body: { __type: name, message: 'no' } })

beforeEach(() => {
  asked.length = 0
})
afterAll(() => {
  for (const client of clients) client.destroy()
  server.close()
})

test('it is what the resource tag says, asked for by the ARN of the repository', async () => {
  answer = set({ Key: 'team', Value: 'x' }, { Key: 'public-gallery:default-tag', Value: '1.9-lts' })
  expect(await getDefaultTag(createApi(), web)).toBe('1.9-lts')
  expect(asked).toEqual(['arn:aws:ecr-public::000000000001:repository/a/web'])
})

test('it says whether the repository ends, and what follows it', async () => {
  answer = set(
    { Key: 'public-gallery:end-of-life', Value: '2027-01-31' },
    { Key: 'public-gallery:successor', Value: 'acme/web' },
  )
  expect((await getPublisherTags(createApi(), web)).lifecycle).toEqual({
    ...{ isDeprecated: false, deprecatedSince: null, endsOn: '2027-01-31', successor: 'acme/web' },
  })
})

test('what is no tag, is not set, or is not there is none', async () => {
  const api = createApi()
  answer = set({ Key: 'public-gallery:default-tag', Value: '-not a tag' })
  expect(await getDefaultTag(api, web)).toBeNull()
  answer = set()
  expect(await getDefaultTag(api, web)).toBeNull()
  answer = refuse('RepositoryNotFoundException')
  expect(await getDefaultTag(api, web)).toBeNull()
})

test('without the permission there is none, and it is not asked for again within the hour', async () => {
  const api = createApi()
  answer = refuse('AccessDeniedException')
  expect(await getDefaultTag(api, web, 0)).toBeNull()
  answer = set({ Key: 'public-gallery:default-tag', Value: '2.0' })
  expect(await getDefaultTag(api, web, 3_599_000)).toBeNull()
  expect(asked).toHaveLength(1)
  expect(await getDefaultTag(api, web, 3_600_000)).toBe('2.0')
})

test('one repository that is refused takes nothing from those that are not', async () => {
  const api = createApi()
  const api2 = { ...web, repositoryName: 'a/api' }
  answer = set({ Key: 'public-gallery:default-tag', Value: '2.0' })
  expect(await getDefaultTag(api, web, 0)).toBe('2.0')
  answer = refuse('AccessDeniedException')
  expect(await getDefaultTag(api, api2, 0)).toBeNull()
  answer = set({ Key: 'public-gallery:default-tag', Value: '2.1' })
  expect(await getDefaultTag(api, web, 1)).toBe('2.1')
  expect(await getDefaultTag(api, api2, 1)).toBeNull()
  expect(await getDefaultTag(api, api2, 3_600_000)).toBe('2.1')
})

test('an endpoint in trouble is an error, so that it is tried again', async () => {
  answer = { status: 500, body: { __type: 'ServerException' } }
  await expect(getPublisherTags(createApi(), web)).rejects.toMatchObject({ kind: 'server' })
})
