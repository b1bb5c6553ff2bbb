import { once } from 'node:events'
import { createServer } from 'node:http'
import { ECRPUBLICClient } from '@aws-sdk/client-ecr-public'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { createEcrPublicReader } from '#lib/sources/ecr-public/create-ecr-public-reader.ts'
import { createTagSnapshots } from './tag-snapshots.ts'

/** An endpoint that answers DescribeImageTags, page by page, with as many tags as the test says. */
let tagCount = 0
let calls = 0
let neverEnds = false
const server = createServer(async (request, response) => {
  const isList = request.headers['x-amz-target']?.toString().endsWith('.DescribeImageTags')
  if (isList) calls += 1
  let body = ''
  for await (const chunk of request) body += chunk
  const { maxResults, nextToken = '0', repositoryName } = JSON.parse(body)
  if (repositoryName === 'gone') {
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' })
    return response.end(JSON.stringify({ __type: 'RepositoryNotFoundException', message: 'gone' }))
  }
  const from = Number(nextToken)
  const to = neverEnds ? from : Math.min(from + maxResults, tagCount)
  const imageTagDetails = Array.from({ length: to - from }, (_, at) => ({
    imageTag: `1.${from + at}`,
    imageDetail: { imageDigest: `sha256:${from + at}`, imagePushedAt: 1_700_000_000 + from + at },
  }))
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' })
  response.end(
    JSON.stringify({ imageTagDetails, ...(to < tagCount || neverEnds ? { nextToken: String(to) } : {}) }),
  )
}).listen(0, '127.0.0.1')
await once(server, 'listening')
const address = server.address()
const port = typeof address === 'object' ? address?.port : 0
const client = new ECRPUBLICClient({
  endpoint: `http://127.0.0.1:${port}`,
  region: 'us-east-1',
  credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
})
const api = createEcrPublicReader({ client, endpoint: null, pacer: null })
const web = { registryId: '000000000001', repositoryName: 'web' }

beforeEach(() => {
  tagCount = 2_500
  calls = 0
  neverEnds = false
})
afterAll(() => {
  client.destroy()
  server.close()
})

test('a repository is read once to its end, also for many who ask at once', async () => {
  const snapshots = createTagSnapshots()
  const [first, second] = await Promise.all([snapshots.get(api, web), snapshots.get(api, web)])
  expect(second).toBe(first)
  expect(calls).toBe(3)
  expect(first?.tagCount).toBe(2_500)
  expect(first?.listImages('newest')[0]?.keys[0].tag).toBe('1.2499')
  expect(first?.listImages('name')).toBe(first?.listImages('name'))
})

test('it is read again after a change and after its time, not before', async () => {
  let nowMs = 0
  const snapshots = createTagSnapshots({ ttlMs: 1_000, now: () => nowMs })
  await snapshots.get(api, web)
  tagCount = 7
  nowMs = 999
  expect((await snapshots.get(api, web))?.tagCount).toBe(2_500)
  nowMs = 1_001
  expect((await snapshots.get(api, web))?.tagCount).toBe(7)
  tagCount = 8
  snapshots.drop([web])
  expect((await snapshots.get(api, web))?.tagCount).toBe(8)
})

test('a change while it is being read is not lost', async () => {
  const snapshots = createTagSnapshots()
  const before = snapshots.get(api, web)
  snapshots.drop([web])
  const after = snapshots.get(api, web)
  await before
  expect(await snapshots.get(api, web)).toBe(await after)
})

test('the least recently used ones give way', async () => {
  const snapshots = createTagSnapshots({ maxTags: 6_000 })
  const names = ['a', 'b', 'a', 'c'].map((repositoryName) => ({ ...web, repositoryName }))
  for (const name of names) await snapshots.get(api, name)
  calls = 0
  await snapshots.get(api, { ...web, repositoryName: 'a' })
  expect(calls).toBe(0)
  await snapshots.get(api, { ...web, repositoryName: 'b' })
  expect(calls).toBe(3)
})

test('a missing repository and an API without an end do no harm', async () => {
  const snapshots = createTagSnapshots()
  expect(await snapshots.get(api, { ...web, repositoryName: 'gone' })).toBeNull()
  neverEnds = true
  expect((await snapshots.get(api, web))?.tagCount).toBe(0)
})
