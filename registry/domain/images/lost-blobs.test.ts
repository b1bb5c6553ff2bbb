/** A blob whose file is gone or damaged counts as not pushed, and a push puts it back. */
import { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkStore } from '#registry/apis/operator/check-store.ts'
import { verifyStore } from '#registry/apis/operator/verify-store.ts'
import { serveHealth } from '#registry/server/serve-health.ts'
import {
  type DistributionTest,
  openDistributionTest,
} from '#testing/registry/distribution/open-distribution-test.ts'
import { pushBlob, pushImage, toDescriptor } from '#testing/registry/distribution/push-image.ts'
import { getScrubPlace, scrubBlobs, tidyQuarantine } from './scrub-blobs.ts'

let api: DistributionTest
beforeEach(async () => {
  api = await openDistributionTest()
  await pushImage(api, 'acme/app', '1.0')
})
afterEach(() => api.close())

const { digest } = toDescriptor('layer')
const pathOf = (of: string) => {
  const [algorithm = '', hex = ''] = of.split(':')
  return join(api.service.config.dataDir, 'blobs', algorithm, hex.slice(0, 2), hex)
}
const flip = (path: string) => {
  const bytes = readFileSync(path)
  bytes[0] = (bytes[0] ?? 0) ^ 1
  writeFileSync(path, bytes)
}
const blobUrl = `/v2/acme/app/blobs/${digest}`
const readLayer = async () => (await api.send('GET', blobUrl)).text
const readHealth = async () => JSON.parse(String((await serveHealth(api.service)).body))
const readAvailability = async () => {
  const { body } = await api.call('BatchCheckLayerAvailability', {
    repositoryName: 'app',
    layerDigests: [digest],
  })
  return JSON.parse(JSON.stringify(body)).layers[0].layerAvailability
}
const check = async () => [
  await readAvailability(),
  (await api.send('HEAD', blobUrl)).status,
  (await api.send('GET', blobUrl)).status,
  (await api.send('POST', `/v2/acme/second/blobs/uploads/?mount=${digest}&from=acme/app`)).status,
]
const never = new AbortController().signal
const scrub = (signal = never) => scrubBlobs(api.service, signal, async () => {})

test.each([
  ['deleted', (path: string) => rmSync(path)],
  ['truncated', (path: string) => truncateSync(path, 2)],
  ['empty', (path: string) => truncateSync(path, 0)],
  ['longer', (path: string) => writeFileSync(path, 'layers')],
  [
    'replaced by a folder',
    (path: string) => {
      rmSync(path)
      mkdirSync(join(path, 'x'), { recursive: true })
    },
  ],
  [
    'gone with its folder, where a file is now',
    (path: string) => {
      rmSync(dirname(path), { recursive: true })
      writeFileSync(dirname(path), '')
    },
  ],
  [
    'gone with its folder, and that of uploads',
    (path: string) => {
      rmSync(dirname(path), { recursive: true })
      rmSync(join(api.service.config.dataDir, 'uploads'), { recursive: true })
    },
  ],
])('a file that is %s: no API has the blob, and a push heals it', async (_, damage) => {
  damage(pathOf(digest))
  expect(await check()).toEqual(['UNAVAILABLE', 404, 404, 202])
  expect(await readHealth()).toMatchObject({ status: 'ok', lostBlobs: 1 })
  await expect(checkStore(api.service)).rejects.toThrow(`${digest} `)
  expect((await pushBlob(api, 'acme/app', 'layer')).status).toBe(201)
  expect(await check()).toEqual(['AVAILABLE', 200, 200, 201])
  expect(await readLayer()).toBe('layer')
  expect(await readHealth()).not.toHaveProperty('lostBlobs')
  await checkStore(api.service)
  await verifyStore(api.service)
})

test('a layer that is pushed again by the ECR Public API is put back without an exception', async () => {
  rmSync(pathOf(digest))
  await check()
  const { body } = await api.call('InitiateLayerUpload', { repositoryName: 'app' })
  const { uploadId } = body
  const layerPartBlob = Buffer.from('layer').toString('base64')
  await api.call('UploadLayerPart', {
    ...{ repositoryName: 'app', uploadId, layerPartBlob },
    ...{ partFirstByte: 0, partLastByte: 4 },
  })
  const done = await api.call('CompleteLayerUpload', {
    repositoryName: 'app',
    uploadId,
    layerDigests: [digest],
  })
  expect(done).toMatchObject({ status: 200, body: { layerDigest: digest } })
  expect(await readLayer()).toBe('layer')
})

test('the scrubber moves a flipped bit aside; then it is missed, and a push heals it', async () => {
  flip(pathOf(digest))
  expect(await check()).toEqual(['AVAILABLE', 200, 200, 201])
  expect(await scrub()).toMatchObject({ blobs: 2, damaged: 1, after: null })
  expect(await check()).toEqual(['UNAVAILABLE', 404, 404, 202])
  const quarantine = join(api.service.config.dataDir, 'quarantine')
  expect(readdirSync(quarantine)).toEqual([digest.replace(':', '-')])
  expect(await readHealth()).toMatchObject({ lostBlobs: 1 })
  await expect(checkStore(api.service)).rejects.toThrow('its file is in quarantine')
  await pushBlob(api, 'acme/app', 'layer')
  await tidyQuarantine(api.service)
  expect(readdirSync(quarantine)).toEqual([])
  expect(await readLayer()).toBe('layer')
  await verifyStore(api.service)
})

test('what is in quarantine is known again after a restart', async () => {
  flip(pathOf(digest))
  await scrub()
  api.service.images.lost.forget(digest)
  await tidyQuarantine(api.service)
  expect(api.service.images.lost.list()).toEqual([digest])
})

test('a round that was interrupted goes on where it was, and the next one waits for its time', async () => {
  for (const content of ['a', 'b', 'c', 'd']) await pushBlob(api, 'acme/app', content)
  const stopping = new AbortController()
  const pauses: number[] = []
  // As slow as it may be, so that it pauses before each blob.
  const pause = async (ms: number) => {
    pauses.push(ms)
    if (pauses.length === 3) stopping.abort()
  }
  await expect(scrubBlobs(api.service, stopping.signal, pause)).rejects.toThrow()
  const place = await getScrubPlace(api.service.store)
  expect(place?.blobs).toBeGreaterThan(0)
  expect(place?.blobs).toBeLessThan(6)
  expect(await scrub()).toMatchObject({ blobs: 6, after: null })
  expect(await scrub()).toBeNull()
  const later = () => new Date(api.service.clock().getTime() + 25 * 86_400_000)
  const next = await scrubBlobs({ ...api.service, clock: later }, never, async () => {})
  expect(next).toMatchObject({ blobs: 6, damaged: 0 })
})
