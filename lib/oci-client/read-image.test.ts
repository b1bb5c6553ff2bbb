import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { toDigest } from '#lib/oci/digest.ts'
import { DOCKER_IMAGE, DOCKER_LIST, OCI_IMAGE, OCI_INDEX } from '#lib/oci/media-types.ts'
import { answer, type FakeRegistry, startFakeRegistry } from '#testing/fake-registry.ts'
import { listPlatforms, readImage } from './read-image.ts'
import { createRegistryClient } from './registry-client.ts'

const contents = new Map<string, { bytes: Buffer; type: string }>()
let registry: FakeRegistry

beforeAll(async () => {
  registry = await startFakeRegistry()
})
beforeEach(() => {
  contents.clear()
  registry.handle = (request, response) => {
    const found = contents.get(request.url?.split('/').at(-1) ?? '')
    if (found) return answer(response, 200, { 'content-type': found.type }, found.bytes)
    answer(response, 404, {})
  }
})
afterAll(() => registry.close())

function store(document: object, type: string, tag?: string) {
  const bytes = Buffer.from(JSON.stringify(document))
  const digest = toDigest('sha256', bytes)
  contents.set(digest, { bytes, type })
  if (tag !== undefined) contents.set(tag, { bytes, type })
  return { mediaType: type, digest, size: bytes.length }
}

function storeImage(architecture: string, options: { tag?: string; mediaType?: string; size?: number } = {}) {
  const { tag, mediaType = OCI_IMAGE, size = 100 } = options
  const config = store({ os: 'linux', architecture }, 'application/vnd.oci.image.config.v1+json')
  const layer = { mediaType: 'a/b', digest: toDigest('sha256', Buffer.from('layer')), size }
  return store({ schemaVersion: 2, mediaType, config, layers: [layer] }, mediaType, tag)
}

function storeIndex(manifests: object[], mediaType: string = OCI_INDEX) {
  return store({ schemaVersion: 2, mediaType, manifests }, mediaType, '1.0')
}

const on = (architecture: string, variant?: string) => ({
  os: 'linux',
  architecture,
  ...(variant && { variant }),
})
const attestation = (digest: string) => ({
  platform: { os: 'unknown', architecture: 'unknown' },
  annotations: {
    'vnd.docker.reference.type': 'attestation-manifest',
    'vnd.docker.reference.digest': digest,
  },
})

function read(platform: string | null = null) {
  const client = createRegistryClient({ baseUrl: registry.origin, timeoutMs: 500 })
  return readImage(client, 'acme/web', { reference: '1.0', platform })
}

describe('an index', () => {
  test.each([
    [OCI_INDEX, OCI_IMAGE],
    [DOCKER_LIST, DOCKER_IMAGE],
  ])('of %s has a row for each platform, and none for what was attested', async (listType, mediaType) => {
    const arm = storeImage('arm64', { mediaType, size: 7 })
    const amd = storeImage('amd64', { mediaType })
    storeIndex(
      [
        { ...arm, platform: on('arm64', 'v8') },
        { ...amd, platform: on('amd64') },
        { ...storeImage('unknown'), ...attestation(amd.digest) },
      ],
      listType,
    )
    const image = await read()
    expect(image?.platforms.map(({ text, sizeBytes }) => [text, typeof sizeBytes])).toEqual([
      ['linux/arm64', 'number'],
      ['linux/amd64', 'number'],
    ])
    expect(image?.attestations).toHaveLength(1)
    expect(image?.chosen).toMatchObject({ digest: amd.digest, config: { architecture: 'amd64' } })
    expect((await read('linux/arm64'))?.chosen?.digest).toBe(arm.digest)
    expect(await read('linux/s390x')).toBeNull()
  })

  test('of which an image is missing shows the others', async () => {
    const there = storeImage('amd64')
    const missing = storeImage('arm64')
    contents.delete(missing.digest)
    storeIndex([
      { ...missing, platform: on('arm64') },
      { ...there, platform: on('amd64') },
    ])
    const image = await read()
    expect(image?.platforms.map(({ sizeBytes }) => sizeBytes === null)).toEqual([true, false])
    expect((await read('linux/arm64'))?.chosen).toBeNull()
  })

  test.each([
    ['nothing', () => []],
    ['other indexes', () => [store({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: [] }, OCI_INDEX)]],
  ])('with %s can be read', async (_, list) => {
    storeIndex(list())
    expect((await read())?.chosen).toBeNull()
  })

  test('with very many images is not read to its end', async () => {
    const one = storeImage('amd64')
    storeIndex(Array.from({ length: 300 }, (_, at) => ({ ...one, platform: on(`a${at}`) })))
    const before = registry.requests.length
    expect((await read())?.platforms).toHaveLength(300)
    expect(registry.requests.length - before).toBeLessThan(60)
  })
})

test('a config that lies about its size or content leaves the rest readable', async () => {
  const config = store({ os: 'linux' }, 'application/vnd.oci.image.config.v1+json')
  contents.set(config.digest, { bytes: Buffer.from('{}'), type: 'a/b' })
  store({ schemaVersion: 2, mediaType: OCI_IMAGE, config, layers: [] }, OCI_IMAGE, '1.0')
  expect(await read()).toMatchObject({ chosen: { config: null, manifest: { layers: [] } } })
})

test('a chart says what it is', async () => {
  const config = store(
    { name: 'web', version: '1.0', appVersion: 5 },
    'application/vnd.cncf.helm.config.v1+json',
  )
  store({ schemaVersion: 2, mediaType: OCI_IMAGE, config, layers: [] }, OCI_IMAGE, '1.0')
  expect((await read())?.chosen).toMatchObject({
    config: null,
    chart: { name: 'web', version: '1.0', appVersion: null },
  })
})

test('the platforms to pull for are those of an index, each once, or the one of the config', async () => {
  const client = createRegistryClient({ baseUrl: registry.origin, timeoutMs: 500 })
  const amd = storeImage('amd64', { tag: 'single' })
  storeIndex([
    { ...amd, platform: on('amd64') },
    { ...amd, platform: on('amd64') },
    { ...amd, ...attestation(amd.digest) },
    amd,
  ])
  const platform = { os: 'linux', architecture: 'amd64', variant: null, osVersion: null }
  const expected = [{ ...platform, key: 'linux/amd64', text: 'linux/amd64', digest: amd.digest }]
  expect(await listPlatforms(client, 'acme/web', '1.0')).toEqual(expected)
  expect(await listPlatforms(client, 'acme/web', 'single')).toEqual(expected)
})
