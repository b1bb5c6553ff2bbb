import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  type DistributionTest,
  openDistributionTest,
} from '#testing/registry/distribution/open-distribution-test.ts'
import { toDescriptor } from '#testing/registry/distribution/push-image.ts'

let api: DistributionTest
let location: string
beforeEach(async () => {
  api = await openDistributionTest()
  location = (await api.send('POST', '/v2/acme/app/blobs/uploads/')).headers.location ?? ''
})
afterEach(() => api.close())

const patch = (body: string, range?: string) =>
  api.send('PATCH', location, { body, headers: range === undefined ? {} : { 'content-range': range } })
const put = (content: string, body = '', range?: string, algorithm: 'sha256' | 'sha512' = 'sha256') =>
  api.send('PUT', `${location}?digest=${toDescriptor(content, undefined, algorithm).digest}`, {
    body,
    headers: range === undefined ? {} : { 'content-range': range },
  })
const listUploadFiles = () => readdir(join(api.service.config.dataDir, 'uploads'))

test('a blob comes as one stream, and PUT closes it', async () => {
  expect(await patch('streamed')).toMatchObject({ status: 202, headers: { location, range: '0-7' } })
  expect(await put('streamed')).toMatchObject({
    status: 201,
    headers: { 'docker-content-digest': toDescriptor('streamed').digest },
  })
  expect(await listUploadFiles()).toEqual([])
})

test('a blob comes in PUT alone', async () => {
  expect(await put('alone', 'alone')).toMatchObject({ status: 201 })
})

test.each(['sha256', 'sha512'] as const)(
  'a blob comes in chunks, the last one with PUT (%s)',
  async (algorithm) => {
    expect(await patch('01234', '0-4')).toMatchObject({ status: 202, headers: { range: '0-4' } })
    expect(await patch('567', '5-7')).toMatchObject({ status: 202, headers: { range: '0-7' } })
    expect(await put('0123456789', '89', '8-9', algorithm)).toMatchObject({ status: 201 })
    const { digest } = toDescriptor('0123456789', undefined, algorithm)
    const answer = await api.send('GET', `/v2/acme/app/blobs/${digest}`)
    expect(answer).toMatchObject({ text: '0123456789', headers: { 'docker-content-digest': digest } })
  },
)

test('the status tells how far the upload is, and so does every refusal', async () => {
  expect(await api.send('GET', location)).toMatchObject({ status: 204, headers: { location, range: '0-0' } })
  await patch('01234', '0-4')
  expect(await api.send('GET', location)).toMatchObject({ status: 204, headers: { location, range: '0-4' } })
  for (const range of ['6-7', '0-4', '4-5', '99-100']) {
    expect(await patch('xx', range), range).toMatchObject({
      status: 416,
      error: 'BLOB_UPLOAD_INVALID',
      headers: { location, range: '0-4' },
    })
  }
  expect(await put('01234', 'x', '7-7')).toMatchObject({ status: 416, headers: { location, range: '0-4' } })
  expect(await put('01234')).toMatchObject({ status: 201 })
})

test.each([
  ['5-7', 'too short'],
  ['5-7', 'x'],
  ['5-5', ''],
])('a chunk whose range %s is not its length is refused, and nothing of %j is kept', async (range, body) => {
  await patch('01234', '0-4')
  expect(await patch(body, range)).toMatchObject({ status: 400, error: 'SIZE_INVALID' })
  expect(await api.send('GET', location)).toMatchObject({ headers: { range: '0-4' } })
  expect(await put('0123456', '56', '5-6')).toMatchObject({ status: 201 })
})

test.each(['x', '5', '4-2', '-5', '5-', 'bytes', '9'.repeat(400)])(
  '%j is no place of a chunk',
  async (range) => {
    expect(await patch('01234', range)).toMatchObject({ status: 400, error: 'BLOB_UPLOAD_INVALID' })
  },
)

test.each(['bytes 0-4/10', 'bytes=0-4', '0-4/*'])(
  '%j is understood as the place of a chunk',
  async (range) => {
    expect(await patch('01234', range)).toMatchObject({ status: 202 })
  },
)

test('nothing is kept of a body that breaks off, and the client goes on where it was', async () => {
  await patch('01234')
  const broken = async function* () {
    yield Buffer.from('56')
    throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' })
  }
  await api.send('PATCH', location, { body: broken() })
  expect(await api.send('GET', location)).toMatchObject({ headers: { range: '0-4' } })
  await api.send('PUT', `${location}?digest=${toDescriptor('0123456').digest}`, { body: broken() })
  expect(await api.send('GET', location)).toMatchObject({ headers: { range: '0-4' } })
  expect(await put('0123456', '56')).toMatchObject({ status: 201 })
  // That a client goes away is no failure of the registry.
  expect(api.log.filter(({ level }) => Number(level) >= 40)).toEqual([])
})

test('a digest that is not the one of the content ends the upload', async () => {
  await patch('content')
  expect(await put('another')).toMatchObject({ status: 400, error: 'DIGEST_INVALID' })
  expect(await api.send('GET', location)).toMatchObject({ status: 404, error: 'BLOB_UPLOAD_UNKNOWN' })
  expect(await listUploadFiles()).toEqual([])
})

test.each(['', '?digest=', '?digest=sha256:1', '?digest=latest'])(
  'PUT with %j is refused and can be repeated',
  async (query) => {
    await patch('content')
    expect(await api.send('PUT', location + query)).toMatchObject({ status: 400, error: 'DIGEST_INVALID' })
    expect(await put('content')).toMatchObject({ status: 201 })
  },
)

test('DELETE cancels an upload and removes what was received', async () => {
  await patch('content')
  // Its bytes, and a note of whose it is.
  expect(await listUploadFiles()).toHaveLength(2)
  expect(await api.send('DELETE', location)).toMatchObject({ status: 204, text: '' })
  expect(await listUploadFiles()).toEqual([])
  for (const method of ['GET', 'PATCH', 'DELETE']) {
    expect(await api.send(method, location)).toMatchObject({ status: 404, error: 'BLOB_UPLOAD_UNKNOWN' })
  }
  expect(await put('content')).toMatchObject({ status: 404, error: 'BLOB_UPLOAD_UNKNOWN' })
})

test('a finished upload is over', async () => {
  await put('content', 'content')
  expect(await put('content')).toMatchObject({ status: 404, error: 'BLOB_UPLOAD_UNKNOWN' })
})

test('an upload belongs to one principal and one repository', async () => {
  const id = location.split('/').at(-1)
  await api.addKey({ accessKeyId: 'AKIASECOND', secretAccessKey: 'x', accountId: '111111111111' })
  await api.call('CreateRepository', { repositoryName: 'theirs' }, api.credentials.other)
  const strangers = [
    ['/v2/acme/second/blobs/uploads/', 'owner'],
    ['/v2/rival/app/blobs/uploads/', 'other'],
  ] as const
  for (const [uploads, as] of strangers) {
    for (const method of ['GET', 'PATCH', 'PUT', 'DELETE']) {
      const url = `${uploads}${id}?digest=${toDescriptor('').digest}`
      expect(await api.send(method, url, { as }), `${method} ${url}`).toMatchObject({
        status: 404,
        error: 'BLOB_UPLOAD_UNKNOWN',
      })
    }
  }
  expect(await api.send('GET', location)).toMatchObject({ status: 204 })
})

test.each(['x', '../../../etc/passwd', '%2e%2e%2f', '00000000-0000-4000-8000-000000000000'])(
  'there is no upload %s',
  async (id) => {
    const answer = await api.send('PATCH', `/v2/acme/app/blobs/uploads/${id}`, { body: 'x' })
    expect([400, 404]).toContain(answer.status)
  },
)

test('one request at a time writes to an upload', async () => {
  const gate = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  const slow = async function* () {
    begun.resolve()
    yield Buffer.from('01')
    await gate.promise
    yield Buffer.from('23')
  }
  const first = api.send('PATCH', location, { body: slow() })
  await begun.promise
  for (const method of ['PATCH', 'PUT', 'DELETE']) {
    const url = `${location}?digest=${toDescriptor('').digest}`
    expect(await api.send(method, url, { body: 'xx' }), method).toMatchObject({ status: 416 })
  }
  gate.resolve()
  expect(await first).toMatchObject({ status: 202, headers: { range: '0-3' } })
  expect(await put('0123')).toMatchObject({ status: 201 })
})
