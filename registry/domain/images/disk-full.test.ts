/** A disk that is full: the client is told, nothing half-written is served, and it goes on when there is room again. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { verifyStore } from '#registry/apis/operator/verify-store.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import {
  type DistributionTest,
  openDistributionTest,
} from '#testing/registry/distribution/open-distribution-test.ts'
import {
  pushBlob,
  pushImage,
  putManifest,
  toDescriptor,
  toImage,
} from '#testing/registry/distribution/push-image.ts'

const uploads = '/v2/acme/app/blobs/uploads/'
let api: DistributionTest
/** Where the disk fails; null while there is room. */
let failing: 'append' | 'commit' | null = null
beforeEach(async () => {
  api = await openDistributionTest()
  failing = null
  failWhenAsked(api)
})
afterEach(() => api.close())

/** A real writer on a disk that takes a part of the bytes and then no more, as one does that fills up. */
function failWhenAsked({ service }: DistributionTest): void {
  const create = service.store.content.createWriter
  service.store.content.createWriter = (id) => {
    const writer = create(id)
    const { append, commit } = writer
    writer.append = (bytes, release) => append(failing === 'append' ? failAfter(bytes) : bytes, release)
    writer.commit = async (digest) => {
      if (failing === 'commit') throw noSpace()
      await commit(digest)
    }
    return writer
  }
}

async function* failAfter(bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
  for await (const chunk of bytes) {
    yield chunk.subarray(0, chunk.length / 2)
    throw noSpace()
  }
}

function noSpace(): Error {
  return Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
}

const statusOf = async (content: string) =>
  (await api.send('HEAD', `/v2/acme/app/blobs/${toDescriptor(content).digest}`)).status
const listFiles = (folder: string) =>
  readdirSync(join(api.service.config.dataDir, folder), { recursive: true, withFileTypes: true }).filter(
    (it) => it.isFile(),
  )

test.each(['append', 'commit'] as const)(
  'a push in one request fails at %s and leaves nothing',
  async (step) => {
    failing = step
    expect(await pushBlob(api, 'acme/app', 'content')).toMatchObject({
      status: 507,
      error: 'UNKNOWN',
      text: expect.stringContaining('The disk of the registry is full.'),
    })
    expect(await statusOf('content')).toBe(404)
    expect([...listFiles('uploads'), ...listFiles('blobs')]).toEqual([])
    failing = null
    expect(await pushBlob(api, 'acme/app', 'content')).toMatchObject({ status: 201 })
  },
)

test('an upload in chunks goes on where it was', async () => {
  const location = (await api.send('POST', uploads)).headers.location ?? ''
  await api.send('PATCH', location, { body: 'con' })
  const { digest } = toDescriptor('content')
  const put = () =>
    api.send('PUT', `${location}?digest=${digest}`, { headers: { 'content-range': '3-6' }, body: 'tent' })
  failing = 'append'
  expect(await put()).toMatchObject({ status: 507 })
  failing = null
  expect(await api.send('GET', location)).toMatchObject({ status: 204, headers: { range: '0-2' } })
  expect(await put()).toMatchObject({ status: 201 })
  expect((await api.send('GET', `/v2/acme/app/blobs/${digest}`)).text).toBe('content')
})

test('an upload is over when its file could not be made durable: a second sync would prove nothing', async () => {
  const location = (await api.send('POST', uploads)).headers.location ?? ''
  const put = () =>
    api.send('PUT', `${location}?digest=${toDescriptor('content').digest}`, { body: 'content' })
  failing = 'commit'
  expect(await put()).toMatchObject({ status: 507 })
  failing = null
  expect(await put()).toMatchObject({ status: 404, error: 'BLOB_UPLOAD_UNKNOWN' })
  expect(listFiles('uploads')).toEqual([])
})

/** Lets the database grow no further; SQLite then fails as it does on a full disk. */
async function fillDatabase(): Promise<void> {
  const db = databaseOf(api.service.store)
  const { rows } = await sql<{ page_count: number }>`PRAGMA page_count`.execute(db)
  await sql`PRAGMA max_page_count = ${sql.lit(rows[0]?.page_count ?? 0)}`.execute(db)
}
const makeRoom = () => sql`PRAGMA max_page_count = 1000000`.execute(databaseOf(api.service.store))

test('a manifest that the database has no room for is not there at all', async () => {
  await pushImage(api, 'acme/app', '1.0')
  await fillDatabase()
  const manifest = toImage(['layer'], { annotations: { long: 'x'.repeat(500_000) } })
  expect(await putManifest(api, 'acme/app', '1.0', manifest)).toMatchObject({ status: 507 })
  expect(await putManifest(api, 'acme/app', '2.0', manifest)).toMatchObject({ status: 507 })
  expect((await api.send('GET', '/v2/acme/app/manifests/1.0')).text).toBe(toImage(['layer']))
  expect(await api.send('HEAD', '/v2/acme/app/manifests/2.0')).toMatchObject({ status: 404 })
  await makeRoom()
  expect(await putManifest(api, 'acme/app', '2.0', manifest)).toMatchObject({ status: 201 })
  expect((await api.send('GET', '/v2/acme/app/manifests/2.0')).text).toBe(manifest)
  await verifyStore(api.service)
})

test('a caller of the API is told that the disk is full', async () => {
  await fillDatabase()
  const catalogData = { aboutText: 'x'.repeat(20_000), usageText: 'y'.repeat(20_000) }
  const put = () => api.call('PutRepositoryCatalogData', { repositoryName: 'app', catalogData })
  expect(await put()).toMatchObject({
    status: 507,
    body: { message: expect.stringContaining('The disk of the registry is full.') },
  })
  await makeRoom()
  expect(await put()).toMatchObject({ status: 200 })
})

test('a blob that cannot be noted is not served, and the upload is over', async () => {
  await fillDatabase()
  const refused: string[] = []
  let location = ''
  // Until the pages that are there have no more room for a row.
  for (let at = 0; at < 500 && refused.length === 0; at += 1) {
    location = (await api.send('POST', uploads)).headers.location ?? ''
    const { digest } = toDescriptor(`blob ${at}`)
    const { status } = await api.send('PUT', `${location}?digest=${digest}`, { body: `blob ${at}` })
    expect([201, 507]).toContain(status)
    if (status === 507) refused.push(`blob ${at}`)
  }
  const [content = ''] = refused
  expect(refused).toHaveLength(1)
  expect(await statusOf(content)).toBe(404)
  expect(await api.send('GET', location)).toMatchObject({ status: 404, error: 'BLOB_UPLOAD_UNKNOWN' })
  expect(listFiles('uploads')).toEqual([])
  await makeRoom()
  expect(await pushBlob(api, 'acme/app', content)).toMatchObject({ status: 201 })
  await verifyStore(api.service)
})
