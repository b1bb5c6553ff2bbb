import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type DistributionTest,
  openDistributionTest,
} from '#testing/registry/distribution/open-distribution-test.ts'
import { pushBlob, toDescriptor } from '#testing/registry/distribution/push-image.ts'

const content = '0123456789'
const { digest } = toDescriptor(content)
const url = `/v2/acme/app/blobs/${digest}`
let api: DistributionTest
beforeAll(async () => {
  api = await openDistributionTest()
  await pushBlob(api, 'acme/app', content)
})
afterAll(() => api.close())

const range = (value: string, more: Record<string, string> = {}) =>
  api.send('GET', url, { as: 'anyone', headers: { range: value, ...more } })

test('a blob is served byte for byte to anyone, with its digest, and may be kept forever', async () => {
  const { status, headers, text } = await api.send('GET', url, { as: 'anyone' })
  expect({ status, text }).toEqual({ status: 200, text: content })
  expect(headers).toEqual({
    'content-type': 'application/octet-stream',
    'docker-content-digest': digest,
    'docker-distribution-api-version': 'registry/2.0',
    etag: `"${digest}"`,
    'accept-ranges': 'bytes',
    'cache-control': 'public, max-age=31536000, immutable',
  })
  const head = await api.send('HEAD', url, { as: 'anyone' })
  expect({ ...head, bytes: null }).toMatchObject({ status: 200, headers })
})

test.each([
  ['bytes=2-4', '234', 'bytes 2-4/10'],
  ['bytes=0-0', '0', 'bytes 0-0/10'],
  ['bytes=7-', '789', 'bytes 7-9/10'],
  ['bytes=-3', '789', 'bytes 7-9/10'],
  ['bytes=-99', content, 'bytes 0-9/10'],
  ['bytes=8-99', '89', 'bytes 8-9/10'],
])('the range %s is served as %s', async (asked, text, contentRange) => {
  const answer = await range(asked)
  expect(answer).toMatchObject({ status: 206, text, headers: { 'content-range': contentRange } })
})

test.each(['bytes=10-', 'bytes=99-100', 'bytes=-0', 'bytes=5-2'])(
  'the range %s has no byte of the blob: 416',
  async (asked) => {
    const { status, headers, text } = await range(asked)
    expect({ status, text, range: headers['content-range'] }).toEqual({
      status: 416,
      text: '',
      range: 'bytes */10',
    })
    // The answer is one about this request, and not about the blob.
    expect(headers['cache-control']).toBeUndefined()
  },
)

test.each(['bytes=0-1,4-5', 'lines=1-2', 'bytes=a-b', 'bytes=-', ''])(
  'the range %j is ignored, as a server may: all of the blob',
  async (asked) => {
    expect(await range(asked)).toMatchObject({ status: 200, text: content })
  },
)

test('a range is for GET alone, and only for the content that the client has the beginning of', async () => {
  expect(await api.send('HEAD', url, { headers: { range: 'bytes=1-2' } })).toMatchObject({ status: 200 })
  expect(await range('bytes=1-2', { 'if-range': `"${digest}"` })).toMatchObject({ status: 206, text: '12' })
  expect(await range('bytes=1-2', { 'if-range': '"another"' })).toMatchObject({ status: 200 })
})

test('an empty blob has no bytes and no ranges', async () => {
  const empty = toDescriptor('')
  await pushBlob(api, 'acme/app', '')
  const emptyUrl = `/v2/acme/app/blobs/${empty.digest}`
  expect(await api.send('GET', emptyUrl)).toMatchObject({ status: 200, text: '' })
  expect(await api.send('GET', emptyUrl, { headers: { range: 'bytes=0-' } })).toMatchObject({ status: 416 })
})

test('a blob is found only in a repository that has it', async () => {
  for (const repository of ['acme/second', 'rival/app']) {
    for (const method of ['GET', 'HEAD']) {
      const answer = await api.send(method, `/v2/${repository}/blobs/${digest}`)
      expect(answer, repository).toMatchObject({ status: 404, error: 'BLOB_UNKNOWN' })
    }
  }
  const unknown = toDescriptor('never pushed').digest
  expect(await api.send('GET', `/v2/acme/app/blobs/${unknown}`)).toMatchObject({ status: 404 })
})

test('a blob of a sha512 digest is served under it, and not under its sha256', async () => {
  const wide = toDescriptor('wide', undefined, 'sha512').digest
  expect(await pushBlob(api, 'acme/app', 'wide', wide)).toMatchObject({
    status: 201,
    headers: { 'docker-content-digest': wide, location: `/v2/acme/app/blobs/${wide}` },
  })
  const answer = await api.send('GET', `/v2/acme/app/blobs/${wide}`)
  expect(answer).toMatchObject({ status: 200, text: 'wide', headers: { 'docker-content-digest': wide } })
  expect(await api.send('GET', `/v2/acme/app/blobs/${toDescriptor('wide').digest}`)).toMatchObject({
    status: 404,
  })
})

test.each([
  'sha256:abc',
  'sha256:',
  `sha256:${'A'.repeat(64)}`,
  `sha256:${'a'.repeat(65)}`,
  `sha512:${'a'.repeat(64)}`,
  `md5:${'a'.repeat(32)}`,
  'latest',
  '%00',
  '%',
  `sha256:${'a'.repeat(63)}%0a`,
])('%s is no digest: 400', async (reference) => {
  for (const method of ['GET', 'HEAD', 'DELETE']) {
    const authorization = `Bearer ${await api.token('owner', 'repository:acme/app:*')}`
    const answer = await api.send(method, `/v2/acme/app/blobs/${reference}`, { authorization })
    expect(answer, method).toMatchObject({ status: 400, error: 'DIGEST_INVALID' })
  }
})
