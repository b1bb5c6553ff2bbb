import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Digest, toDigest } from '#lib/oci/digest.ts'
import { OCI_IMAGE, OCI_INDEX } from '#lib/oci/media-types.ts'
import { answer, type FakeRegistry, startFakeRegistry } from '#testing/fake-registry.ts'
import { readImageFacts } from './read-image-facts.ts'
import { createRegistryClient } from './registry-client.ts'

const imageConfig = 'application/vnd.oci.image.config.v1+json'
const contents = new Map<string, { bytes: Buffer; type: string }>()
let registry: FakeRegistry

beforeEach(async () => {
  contents.clear()
  registry = await startFakeRegistry()
  registry.handle = (request, response) => {
    const found = contents.get(request.url?.split('/').at(-1) ?? '')
    if (found && !request.url?.includes('/referrers/'))
      return answer(response, 200, { 'content-type': found.type }, found.bytes)
    answer(response, 404, {})
  }
})
afterEach(() => registry.close())

function store(document: object, type: string, ...tags: string[]) {
  const bytes = Buffer.from(JSON.stringify(document))
  const digest = toDigest('sha256', bytes)
  for (const name of [digest, ...tags]) contents.set(name, { bytes, type })
  return { mediaType: type, digest, size: bytes.length }
}

function storeImage(config: object, ...tags: string[]) {
  const layer = { mediaType: 'a/b', digest: toDigest('sha256', Buffer.from('layer')), size: 100 }
  const stored = store(config, imageConfig)
  return store(
    { schemaVersion: 2, mediaType: OCI_IMAGE, config: stored, layers: [layer] },
    OCI_IMAGE,
    ...tags,
  )
}

function storeLayered(layers: object[], tag: string) {
  const config = store({}, imageConfig)
  const digest = toDigest('sha256', Buffer.from('layer'))
  const full = layers.map((layer) => ({ digest, size: 1, ...layer }))
  return store({ schemaVersion: 2, mediaType: OCI_IMAGE, config, layers: full }, OCI_IMAGE, tag)
}

const toTag = (digest: Digest, suffix: string) => `${digest.replace(':', '-')}${suffix}`

function read(reference: string) {
  const client = createRegistryClient({ baseUrl: registry.origin, timeoutMs: 500 })
  return readImageFacts(client, 'acme/web', reference)
}

test('an image without an index says by its config what it runs on, and by its labels what it is', async () => {
  storeImage(
    {
      os: 'windows',
      architecture: 'amd64',
      'os.version': '10.0.20348.2227',
      'os.features': ['win32k'],
      created: '2026-11-20T10:00:00Z',
      config: { Labels: { 'org.opencontainers.image.licenses': 'Apache-2.0' } },
    },
    '1.0',
  )
  const facts = await read('1.0')
  expect(facts).toMatchObject({ kind: 'image', licence: 'Apache-2.0', createdAt: '2026-11-20T10:00:00.000Z' })
  expect(facts.platforms).toMatchObject([
    {
      key: 'windows/amd64',
      platform: { osVersion: '10.0.20348.2227', osFeatures: ['win32k'] },
      sizeBytes: facts.sizeBytes,
    },
  ])
  expect(facts.sizeBytes).toBeGreaterThan(100)
})

test('an index has its platforms, the size of the usual one, and counts what is attached wherever it is kept', async () => {
  const image = storeImage({ os: 'linux', architecture: 'amd64' })
  const built = storeLayered(
    [
      {
        mediaType: 'application/vnd.in-toto+json',
        annotations: { 'in-toto.io/predicate-type': 'https://slsa.dev/provenance/v0.2' },
      },
      {
        mediaType: 'application/vnd.in-toto+json',
        annotations: { 'in-toto.io/predicate-type': 'https://spdx.dev/Document' },
      },
    ],
    'unused',
  )
  const manifests = [
    { ...image, platform: { os: 'linux', architecture: 'amd64' } },
    {
      ...built,
      platform: { os: 'unknown', architecture: 'unknown' },
      annotations: {
        'vnd.docker.reference.type': 'attestation-manifest',
        'vnd.docker.reference.digest': image.digest,
      },
    },
  ]
  const annotations = { 'org.opencontainers.image.source': 'https://example.com/code' }
  const index = store({ schemaVersion: 2, mediaType: OCI_INDEX, manifests, annotations }, OCI_INDEX, '1.0')
  storeLayered(
    [{ mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json' }],
    toTag(index.digest, '.sig'),
  )
  // A registry without referrers keeps them under a tag.
  const vouched = { ...storeImage({}), artifactType: 'application/vnd.cncf.notary.signature' }
  store({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: [vouched] }, OCI_INDEX, toTag(index.digest, ''))

  const facts = await read('1.0')
  expect(facts).toMatchObject({
    digest: index.digest,
    kind: 'image',
    sourceUrl: 'https://example.com/code',
    attached: { signatures: 2, boms: 1, attestations: 1 },
    platforms: [{ key: 'linux/amd64', digest: image.digest }],
  })
  expect(facts.sizeBytes).toBeGreaterThan(100)
  expect(registry.requests.length).toBeLessThan(24)
})

test('what is no image has no platform, and facts without a config are facts as well', async () => {
  const config = store({}, 'application/vnd.cncf.flux.config.v1+json')
  contents.delete(config.digest)
  store({ schemaVersion: 2, mediaType: OCI_IMAGE, config, layers: [] }, OCI_IMAGE, '1.0')
  expect(await read('1.0')).toMatchObject({
    kind: 'flux',
    artifactMediaType: 'application/vnd.cncf.flux.config.v1+json',
    platforms: [],
    attached: { signatures: 0, boms: 0, attestations: 0 },
  })
})

test('an image that is not there is an error', async () => {
  await expect(read('1.0')).rejects.toMatchObject({ kind: 'not-found' })
})
