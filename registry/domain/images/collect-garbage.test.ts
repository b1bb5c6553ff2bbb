import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parseDigest } from '#lib/oci/digest.ts'
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
import { collectGarbage } from './collect-garbage.ts'

let api: DistributionTest
beforeEach(async () => {
  api = await openDistributionTest()
})
afterEach(() => api.close())

// The clock of the tests begins on 1 March 2026 at 12:00; the grace period is a day.
const at = (hours: number) =>
  api.setTime(new Date(Date.parse('2026-03-01T12:00:00.000Z') + hours * 3_600_000).toISOString())
const collect = () => collectGarbage(api.service)
const pathOf = (content: string) => {
  const { algorithm = '', hex = '' } = parseDigest(toDescriptor(content).digest) ?? {}
  return join(api.service.config.dataDir, 'blobs', algorithm, hex.slice(0, 2), hex)
}
const isStored = (content: string) => api.service.store.content.stat(toDescriptor(content).digest)
const statusOf = async (content: string, repository = 'acme/app', as: 'owner' | 'anyone' = 'anyone') =>
  (await api.send('HEAD', `/v2/${repository}/blobs/${toDescriptor(content).digest}`, { as })).status

test('a blob that no image names goes after the grace period, its file one grace period later', async () => {
  await pushBlob(api, 'acme/app', 'loose')
  at(25.5)
  expect(await collect()).toEqual({ endedUploads: 0, unlinkedBlobs: 0, deletedBlobs: 0, freedBytes: 0 })
  expect(await statusOf('loose')).toBe(200)
  at(25.6)
  expect(await collect()).toMatchObject({ unlinkedBlobs: 1, deletedBlobs: 0 })
  expect(await statusOf('loose')).toBe(404)
  expect(await isStored('loose')).toBe(5)
  at(49.7)
  expect(await collect()).toMatchObject({ unlinkedBlobs: 0, deletedBlobs: 1 })
  expect(await isStored('loose')).toBeNull()
  expect(await collect()).toEqual({ endedUploads: 0, unlinkedBlobs: 0, deletedBlobs: 0, freedBytes: 0 })
})

test('what an image names stays, however old; once the image is deleted it goes', async () => {
  const { digest, manifest } = await pushImage(api, 'acme/app', '1.0')
  at(24 * 365)
  await collect()
  await collect()
  expect((await api.send('GET', '/v2/acme/app/manifests/1.0')).text).toBe(manifest)
  for (const content of ['{}', 'layer']) expect(await statusOf(content)).toBe(200)
  await api.send('DELETE', `/v2/acme/app/manifests/${digest}`)
  await collect()
  for (const content of ['{}', 'layer']) expect(await statusOf(content)).toBe(404)
  at(24 * 367)
  expect(await collect()).toMatchObject({ deletedBlobs: 2 })
})

test('a deleted repository leaves no blobs behind, and takes none from the others', async () => {
  await pushImage(api, 'acme/app', '1.0')
  await pushImage(api, 'acme/second', '1.0', { layers: ['layer', 'own'] })
  await api.call('DeleteRepository', { repositoryName: 'second', force: true })
  await collect()
  at(25)
  expect(await collect()).toMatchObject({ deletedBlobs: 1 })
  expect(await isStored('own')).toBeNull()
  expect(await statusOf('layer')).toBe(200)
})

test('a push goes on for as long as the grace period, counted from when the client last asked', async () => {
  await pushBlob(api, 'acme/app', '{}')
  await pushBlob(api, 'acme/app', 'layer')
  for (const hours of [11, 12, 35]) {
    at(hours)
    await collect()
    for (const content of ['{}', 'layer']) expect(await statusOf(content, 'acme/app', 'owner')).toBe(200)
  }
  at(59)
  await collect()
  expect(await putManifest(api, 'acme/app', '1.0', toImage(['layer']))).toMatchObject({ status: 201 })
})

test('a mount protects a blob as a push does, and that a stranger asks for it does not', async () => {
  await pushBlob(api, 'acme/second', 'shared')
  at(20)
  const { digest } = toDescriptor('shared')
  await api.send('POST', `/v2/acme/app/blobs/uploads/?mount=${digest}&from=acme/second`)
  expect(await statusOf('shared', 'acme/second', 'anyone')).toBe(200)
  at(30)
  await collect()
  expect(await statusOf('shared', 'acme/second')).toBe(404)
  expect(await statusOf('shared', 'acme/app')).toBe(200)
})

test('a blob that is pushed again while its file waits to be deleted stays', async () => {
  await pushBlob(api, 'acme/app', 'again')
  at(26)
  await collect()
  expect(await statusOf('again')).toBe(404)
  at(49.9)
  await pushBlob(api, 'acme/second', 'again')
  at(50.1)
  expect(await collect()).toMatchObject({ deletedBlobs: 0 })
  expect(await statusOf('again', 'acme/second')).toBe(200)
  expect(await isStored('again')).toBe(5)
})

test.each(['before', 'after'])(
  'a blob that is pushed just %s its file is deleted is there afterwards',
  async (when) => {
    await pushBlob(api, 'acme/app', 'again')
    at(26)
    await collect()
    at(51)
    const { content } = api.service.store
    const remove = content.delete
    let pushing: Promise<{ status: number }> | undefined
    content.delete = async (digest) => {
      if (when === 'after') await remove(digest)
      pushing = pushBlob(api, 'acme/second', 'again')
      // Long enough for a push that does not wait its turn.
      await sleep(50)
      if (when === 'before') await remove(digest)
    }
    expect(await collect()).toMatchObject({ deletedBlobs: 1 })
    expect(await pushing).toMatchObject({ status: 201 })
    const { digest } = toDescriptor('again')
    expect(await api.send('GET', `/v2/acme/second/blobs/${digest}`)).toMatchObject({ text: 'again' })
  },
)

test('files that a crash left without a note go after the grace period; others in the folder are let be', async () => {
  const orphan = pathOf('orphan')
  mkdirSync(dirname(orphan), { recursive: true })
  writeFileSync(orphan, 'orphan')
  writeFileSync(`${orphan}.note`, 'of the operator')
  utimesSync(orphan, api.service.clock(), api.service.clock())
  at(23)
  expect(await collect()).toMatchObject({ deletedBlobs: 0 })
  at(25)
  expect(await collect()).toMatchObject({ deletedBlobs: 1 })
  expect(await isStored('orphan')).toBeNull()
  expect(readdirSync(join(orphan, '..'))).toHaveLength(1)
})

test('an upload to which nothing happens for 24 hours is removed, and not one that goes on', async () => {
  const begin = async () => (await api.send('POST', '/v2/acme/app/blobs/uploads/')).headers.location ?? ''
  const [idle, active] = [await begin(), await begin()]
  await api.send('PATCH', idle, { body: 'idle' })
  at(23)
  await api.send('PATCH', active, { body: 'active' })
  at(24.1)
  expect(await collect()).toMatchObject({ endedUploads: 1 })
  expect(await api.send('GET', idle)).toMatchObject({ status: 404, error: 'BLOB_UPLOAD_UNKNOWN' })
  // Bytes and a note of the active one.
  expect(readdirSync(join(api.service.config.dataDir, 'uploads'))).toHaveLength(2)
  const { digest } = toDescriptor('active')
  expect(await api.send('PUT', `${active}?digest=${digest}`)).toMatchObject({ status: 201 })
})

test('an upload that is just being written to is never removed, however long it takes', async () => {
  const url = (await api.send('POST', '/v2/acme/app/blobs/uploads/')).headers.location ?? ''
  const slow = async function* () {
    yield Buffer.from('slo')
    at(100)
    expect(await collect()).toMatchObject({ endedUploads: 0 })
    yield Buffer.from('w')
  }
  await api.send('PATCH', url, { body: slow() })
  expect(await collect()).toMatchObject({ endedUploads: 0 })
  const answer = await api.send('PUT', `${url}?digest=${toDescriptor('slow').digest}`)
  expect(answer).toMatchObject({ status: 201 })
})
