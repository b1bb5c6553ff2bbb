import { afterEach, beforeEach, expect, test } from 'vitest'
import { toDigest } from '#lib/oci/digest.ts'
import { OCI_IMAGE, OCI_INDEX } from '#lib/oci/media-types.ts'
import { answer, type FakeRegistry, startFakeRegistry } from './fake-registry.ts'
import { readManifestPlatforms } from './read-manifest-platforms.ts'
import { createRegistryClient } from './registry-client.ts'

let registry: FakeRegistry
beforeEach(async () => {
  registry = await startFakeRegistry()
})
afterEach(() => registry.close())

const read = () =>
  readManifestPlatforms(createRegistryClient({ baseUrl: registry.origin, timeoutMs: 300 }), 'acme/web', '1.0')

const blob = (name: string) => ({ digest: toDigest('sha256', Buffer.from(name)), size: name.length })

test('an index is asked for nothing but itself', async () => {
  const manifests = ['linux/amd64', 'linux/arm', 'unknown/unknown'].map((text) => {
    const [os, architecture] = text.split('/')
    return { mediaType: OCI_IMAGE, ...blob(text), platform: { os, architecture } }
  })
  const index = JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests })
  registry.handle = (_, response) => answer(response, 200, { 'content-type': OCI_INDEX }, index)
  expect(await read()).toEqual([
    { os: 'linux', architecture: 'amd64' },
    { os: 'linux', architecture: 'arm' },
  ])
  expect(registry.requests).toEqual(['GET /v2/acme/web/manifests/1.0'])
})

test('an image says it in its config', async () => {
  const config = JSON.stringify({ os: 'windows', architecture: 'amd64' })
  const mediaType = 'application/vnd.oci.image.config.v1+json'
  const image = { schemaVersion: 2, mediaType: OCI_IMAGE, config: { mediaType, ...blob(config) }, layers: [] }
  registry.handle = (request, response) =>
    request.url?.includes('/blobs/')
      ? answer(response, 200, {}, config)
      : answer(response, 200, { 'content-type': OCI_IMAGE }, JSON.stringify(image))
  expect(await read()).toEqual([{ os: 'windows', architecture: 'amd64' }])
})

test('what is no image has no platform', async () => {
  const config = { mediaType: 'application/vnd.cncf.helm.config.v1+json', ...blob('{}') }
  const chart = JSON.stringify({ schemaVersion: 2, mediaType: OCI_IMAGE, config, layers: [] })
  registry.handle = (_, response) => answer(response, 200, { 'content-type': OCI_IMAGE }, chart)
  expect(await read()).toEqual([])
})

test.each([404, 400])('an answer of %d is for good', async (status) => {
  registry.handle = (_, response) => answer(response, status, {})
  expect(await read()).toBeNull()
})

test('so is one that is no manifest', async () => {
  registry.handle = (_, response) => answer(response, 200, { 'content-type': OCI_IMAGE }, '{}')
  expect(await read()).toBeNull()
})

test.each([500, 503, 429])('after an answer of %d it is worth trying again', async (status) => {
  registry.handle = (_, response) => answer(response, status, {})
  await expect(read()).rejects.toThrow()
})

test('and after none', async () => {
  registry.handle = () => {}
  await expect(read()).rejects.toThrow(/in time/)
})
