import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  type DistributionTest,
  openDistributionTest,
} from '#testing/registry/distribution/open-distribution-test.ts'
import { pushBlob, toDescriptor } from '#testing/registry/distribution/push-image.ts'

const uploads = '/v2/acme/app/blobs/uploads/'
let api: DistributionTest
beforeEach(async () => {
  api = await openDistributionTest()
})
afterEach(() => api.close())

test.each([uploads, uploads.slice(0, -1)])('POST to %s begins an upload', async (url) => {
  const { status, headers, text } = await api.send('POST', url)
  expect({ status, text }).toEqual({ status: 202, text: '' })
  expect(headers.location).toMatch(/^\/v2\/acme\/app\/blobs\/uploads\/[0-9a-f-]{36}$/)
  expect(headers).toMatchObject({ range: '0-0', 'docker-upload-uuid': headers.location?.split('/').at(-1) })
})

test('POST with a digest takes the whole blob', async () => {
  const { digest } = toDescriptor('whole')
  expect(await pushBlob(api, 'acme/app', 'whole')).toMatchObject({
    status: 201,
    headers: { location: `/v2/acme/app/blobs/${digest}`, 'docker-content-digest': digest },
  })
  expect(await api.send('GET', `/v2/acme/app/blobs/${digest}`)).toMatchObject({ text: 'whole' })
})

test('POST with the digest of something else keeps nothing', async () => {
  const answer = await pushBlob(api, 'acme/app', 'whole', toDescriptor('other').digest)
  expect(answer).toMatchObject({ status: 400, error: 'DIGEST_INVALID' })
  for (const content of ['whole', 'other']) {
    const { digest } = toDescriptor(content)
    expect(await api.send('HEAD', `/v2/acme/app/blobs/${digest}`)).toMatchObject({ status: 404 })
  }
})

test.each(['', 'sha256:12', 'sha256', 'latest'])('POST with the digest %j is refused', async (digest) => {
  const answer = await api.send('POST', `${uploads}?digest=${digest}`, { body: 'x' })
  expect(answer).toMatchObject({ status: 400, error: 'DIGEST_INVALID' })
})

test.each(['sha256', 'sha512'] as const)('an upload for a digest of %s', async (algorithm) => {
  const { digest } = toDescriptor('whole', undefined, algorithm)
  const { status, headers } = await api.send('POST', `${uploads}?digest-algorithm=${algorithm}`)
  expect(status).toBe(202)
  await api.send('PATCH', String(headers.location), { body: 'who' })
  const put = await api.send('PUT', `${headers.location}?digest=${digest}`, { body: 'le' })
  expect(put).toMatchObject({ status: 201, headers: { 'docker-content-digest': digest } })
})

test.each([
  'digest-algorithm=md5',
  'digest-algorithm=SHA256',
  'digest-algorithm=',
  `digest-algorithm=sha512&digest=${toDescriptor('x').digest}`,
])('an upload with %s is refused, and begins nothing', async (query) => {
  const answer = await api.send('POST', `${uploads}?${query}`, { body: 'x' })
  expect(answer).toMatchObject({ status: 400, error: 'DIGEST_INVALID' })
  expect(answer.headers).not.toHaveProperty('location')
})

const mount = (query: string, as: 'owner' | 'other' = 'owner') =>
  api.send('POST', `${uploads}?${query}`, { as })

test.each(['from=acme/second', 'from=acme%2Fsecond', ''])('a blob is mounted with %j', async (from) => {
  const { digest } = toDescriptor('shared')
  await pushBlob(api, 'acme/second', 'shared')
  expect(await mount(`mount=${digest}&${from}`)).toMatchObject({
    status: 201,
    headers: { location: `/v2/acme/app/blobs/${digest}`, 'docker-content-digest': digest },
  })
  expect(await api.send('GET', `/v2/acme/app/blobs/${digest}`)).toMatchObject({ text: 'shared' })
})

test("anyone may pull another account's blob, and so mount it by naming where it is", async () => {
  const { digest } = toDescriptor('theirs')
  await api.send('POST', `/v2/rival/app/blobs/uploads/?digest=${digest}`, { as: 'other', body: 'theirs' })
  expect(await mount(`mount=${digest}`)).toMatchObject({ status: 202 })
  expect(await mount(`mount=${digest}&from=rival/app`)).toMatchObject({ status: 201 })
})

test.each([
  ['a repository that does not have it', `mount=${toDescriptor('shared').digest}&from=acme/app`],
  ['a repository that does not exist', `mount=${toDescriptor('shared').digest}&from=acme/none`],
  ['what is no repository', `mount=${toDescriptor('shared').digest}&from=..%2F..%2Fetc`],
  ['an empty name', `mount=${toDescriptor('shared').digest}&from=`],
  ['a digest that nobody has', `mount=${toDescriptor('nobody').digest}&from=acme/second`],
  ['what is no digest', 'mount=sha256:1&from=acme/second'],
])('a mount from %s falls back to an upload', async (_, query) => {
  await pushBlob(api, 'acme/second', 'shared')
  const { status, headers } = await mount(query)
  expect(status).toBe(202)
  const put = await api.send('PUT', `${headers.location}?digest=${toDescriptor('shared').digest}`, {
    body: 'shared',
  })
  expect(put).toMatchObject({ status: 201 })
})

test('nobody pushes into the repository of another', async () => {
  const { digest } = toDescriptor('whole')
  for (const query of ['', `?digest=${digest}`, `?mount=${digest}&from=rival/app`]) {
    expect(await api.send('POST', uploads + query, { as: 'other', body: 'whole' })).toMatchObject({
      status: 403,
      error: 'DENIED',
      text: expect.stringContaining(
        'User: arn:aws:iam::222222222222:user/admin is not authorized to perform: ecr-public:InitiateLayerUpload on resource: arn:aws:ecr-public::111111111111:repository/app',
      ),
    })
  }
})
