/** Every kind of content that a registry has to take, for a test that goes through the whole life of each. */
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import { imageConfigType, toDescriptor, toImage, toIndex } from './push-image.ts'

export type Algorithm = 'sha256' | 'sha512'

/** What one kind of content is made of; a manifest comes after those that it names. */
export interface Content {
  blobs: readonly string[]
  manifests: readonly string[]
  /** Of the last manifest. */
  tags?: readonly string[]
  algorithm?: Algorithm
  /** Where `?tag=` gives the tags with the digest. */
  isTaggedByDigest?: boolean
}

const config = (text: string, mediaType = imageConfigType) => ({ config: toDescriptor(text, mediaType) })
const artifact = {
  artifactType: 'application/x.example.v1',
  ...config('{}', 'application/vnd.oci.empty.v1+json'),
}
export const absent = toDescriptor('nobody has pushed this', OCI_IMAGE)
const wide = (content: string) => toDescriptor(content, undefined, 'sha512')
const base = toImage(['base'])
const nested = toIndex([toImage(['a']), toImage(['b'])])
const wideImage = toImage([], { config: wide('{}'), layers: [wide('wide')] })
const wideIndex = toIndex([], {
  manifests: [toDescriptor(wideImage, OCI_IMAGE, 'sha512')],
})
const annotations = Object.fromEntries(
  Array.from({ length: 390 }, (_, at) => [`large-${at}`, 'A'.repeat(10_000)]),
)

export const kindsOfContent: Record<string, Content> = {
  'an image': { blobs: ['{}', 'x', 'y'], manifests: [toImage(['x', 'y'])] },
  'an image of almost 4 MiB of annotations': {
    blobs: ['{}', 'x'],
    manifests: [toImage(['x'], { annotations })],
  },
  'an image without layers': { blobs: ['{}'], manifests: [toImage([])] },
  'an image with layers that are elsewhere': {
    blobs: ['{}'],
    manifests: [
      toImage([], {
        layers: ['nondistributable.v1.tar', 'nondistributable.v1.tar+gzip'].map((type) => ({
          ...toDescriptor(type, `application/vnd.oci.image.layer.${type}`),
          urls: ['https://store.example.com/layer'],
        })),
      }),
    ],
  },
  'an image with its content in descriptors': {
    blobs: ['{}', 'x'],
    manifests: [
      toImage([], { layers: [{ ...toDescriptor('x'), data: Buffer.from('x').toString('base64') }] }),
    ],
  },
  'an image of unknown types and members': {
    blobs: ['?', 'x'],
    manifests: [
      toImage([], {
        ...config('?', 'application/x.unknown'),
        layers: [{ ...toDescriptor('x', 'application/x.unknown+zstd'), 'org.example': [1, { two: null }] }],
        'org.example': { deep: [[true]] },
      }),
    ],
  },
  'an index': {
    blobs: ['{}', 'a', 'b'],
    manifests: [toImage(['a']), toImage(['b']), nested],
  },
  'an index of indexes': {
    blobs: ['{}', 'a', 'b'],
    manifests: [toImage(['a']), toImage(['b']), nested, toIndex([nested])],
  },
  'an index of nothing': { blobs: [], manifests: [toIndex([])] },
  'an artifact': { blobs: ['{}', 'x'], manifests: [toImage(['x'], artifact)] },
  'an artifact without content': {
    blobs: ['{}'],
    manifests: [toImage([], { ...artifact, layers: [artifact.config] })],
  },
  'an artifact of an empty config that does not say what it is': {
    blobs: ['{}', 'x'],
    manifests: [toImage(['x'], { config: artifact.config })],
  },
  'an index of artifacts': {
    blobs: ['{}', 'x'],
    manifests: [
      toImage(['x'], artifact),
      toIndex([toImage(['x'], artifact)], { artifactType: artifact.artifactType }),
    ],
  },
  'referrers of every kind': {
    blobs: ['{}', 'base', 'x'],
    manifests: [
      base,
      toImage(['x'], { subject: toDescriptor(base, OCI_IMAGE) }),
      toImage(['x'], { ...artifact, subject: toDescriptor(base, OCI_IMAGE), annotations: { by: 'me' } }),
      toIndex([], { subject: toDescriptor(base, OCI_IMAGE) }),
      toIndex([], { artifactType: 'application/x.other', subject: toDescriptor(base, OCI_IMAGE) }),
    ],
  },
  'a referrer of what nobody has pushed': {
    blobs: ['{}'],
    manifests: [toImage([], { ...artifact, subject: absent })],
  },
  'content named by sha512': {
    blobs: ['{}', 'wide'],
    manifests: [wideImage, wideIndex],
    algorithm: 'sha512',
    isTaggedByDigest: true,
  },
  'an image that is tagged with its digest': {
    blobs: ['{}', 'x'],
    manifests: [toImage(['x'])],
    tags: ['first', 'second', 'third'],
    isTaggedByDigest: true,
  },
}
