/** Guards that a manifest is read in one way only: what two clients could read differently is refused. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ManifestError, parseManifest } from './manifest.ts'
import { DOCKER_IMAGE, DOCKER_LIST, OCI_ARTIFACT, OCI_IMAGE, OCI_INDEX } from './media-types.ts'

const digest = `sha256:${'ab'.repeat(32)}`
const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest, size: 7 }
const layer = { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest, size: 3 }
const image = { schemaVersion: 2, mediaType: OCI_IMAGE, config, layers: [layer] }
const index = { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [{ ...layer, mediaType: OCI_IMAGE }] }

const parse = (document: unknown, contentType: string | null = null) =>
  parseManifest(Buffer.from(JSON.stringify(document)), contentType)

describe('what is read', () => {
  test('an image', () => {
    expect(parse({ ...image, annotations: { a: 'b' } }, OCI_IMAGE)).toMatchObject({
      kind: 'image',
      mediaType: OCI_IMAGE,
      config: { digest, sizeBytes: 7 },
      layers: [{ digest, sizeBytes: 3, urls: [] }],
      subject: null,
      artifactType: null,
      annotations: { a: 'b' },
    })
  })

  test('the same of Docker, by its content type alone', () => {
    expect(parse({ schemaVersion: 2, config, layers: [] }, DOCKER_IMAGE)).toMatchObject({
      kind: 'image',
      mediaType: DOCKER_IMAGE,
    })
  })

  test('an index with platforms, and one of Docker', () => {
    const platform = { os: 'linux', architecture: 'arm', variant: 'v7', 'os.features': ['x'] }
    const parsed = parse({ ...index, manifests: [{ ...layer, mediaType: OCI_IMAGE, platform }] })
    expect(parsed).toMatchObject({
      kind: 'index',
      manifests: [{ platform: { os: 'linux', architecture: 'arm', variant: 'v7', osVersion: null } }],
    })
    expect(parse({ ...index, mediaType: DOCKER_LIST }).kind).toBe('index')
  })

  test('what belongs to another manifest', () => {
    const parsed = parse({ ...image, subject: { ...layer, mediaType: OCI_IMAGE }, artifactType: 'a/b' })
    expect(parsed).toMatchObject({ subject: { digest }, artifactType: 'a/b' })
  })

  test('an artifact manifest, which has blobs and no config', () => {
    const parsed = parse({ mediaType: OCI_ARTIFACT, artifactType: 'a/b', blobs: [layer] })
    expect(parsed).toMatchObject({ kind: 'image', config: null, layers: [{ digest }] })
  })

  test('members that are null count as absent', () => {
    expect(parse({ ...image, annotations: null, subject: null }).annotations).toEqual({})
  })
})

describe('what is refused', () => {
  test.each<[string, unknown, string | null, RegExp]>([
    [
      'an index that also has layers',
      { ...index, layers: [layer] },
      null,
      /must not have the member 'layers'/,
    ],
    ['an image that also has manifests', { ...image, manifests: [] }, null, /'manifests'/],
    ['an image with the layers of schema 1', { ...image, fsLayers: [] }, null, /'fsLayers'/],
    ['another content type', image, OCI_INDEX, /it was sent as/],
    ['no type at all', { schemaVersion: 2, config, layers: [] }, null, /has no mediaType/],
    ['an unknown type', { ...image, mediaType: 'text/plain' }, null, /cannot be stored here/],
    ['schema 1', { ...image, schemaVersion: 1 }, null, /schemaVersion/],
    ['a list', [], null, /not a JSON object/],
    ['a bad digest', { ...image, layers: [{ ...layer, digest: 'sha256:x' }] }, null, /layers\.0\.digest/],
    ['a negative size', { ...image, layers: [{ ...layer, size: -1 }] }, null, /layers\.0\.size/],
    ['a fraction of a size', { ...image, layers: [{ ...layer, size: 1.5 }] }, null, /layers\.0\.size/],
    ['no config', { schemaVersion: 2, mediaType: OCI_IMAGE, layers: [] }, null, /config/],
    ['a mediaType that is no text', { ...image, mediaType: 2 }, null, /not a string/],
    ['annotations of another kind', { ...image, annotations: { a: 1 } }, null, /annotations/],
  ])('%s', (_, document, contentType, message) => {
    expect(() => parse(document, contentType)).toThrow(ManifestError)
    expect(() => parse(document, contentType)).toThrow(message)
  })

  test('bytes that are no JSON', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(() => parseManifest(bytes, OCI_IMAGE)).toThrow(ManifestError)
      }),
    )
  })

  test('any other document, with words for the client and nothing else', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (document) => {
        expect(() => parse(document, OCI_IMAGE)).toThrow(ManifestError)
      }),
    )
  })
})
