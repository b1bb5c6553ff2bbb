/** What is to be pushed into a repository, in the order in which a registry takes it: blobs first, then manifests. */
import { type Digest, toDigest } from '#lib/oci/digest.ts'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'

export interface DemoBlob {
  digest: Digest
  content: Uint8Array
}

export interface DemoManifest {
  mediaType: string
  digest: Digest
  content: Uint8Array
  /** Empty for what is found by its digest only, such as the parts of an index. */
  tags: string[]
}

export interface DemoPush {
  blobs: DemoBlob[]
  /** What an index or a subject names comes before it. */
  manifests: DemoManifest[]
}

export interface WireDescriptor {
  mediaType: string
  digest: Digest
  size: number
  annotations?: Record<string, string>
}

/** The empty JSON object, which stands where an artifact has no config (OCI image specification 1.1.1, "Guidance for an Empty Descriptor"). */
const emptyConfig: DemoBlob = toBlob('{}')
const emptyMediaType = 'application/vnd.oci.empty.v1+json'

/** A blob of these bytes. */
export function toBlob(content: string | Uint8Array): DemoBlob {
  const bytes = Buffer.from(content)
  return { digest: toDigest('sha256', bytes), content: bytes }
}

/** How a manifest names this content. */
export function toDescriptor(mediaType: string, { digest, content }: DemoBlob): WireDescriptor {
  return { mediaType, digest, size: content.length }
}

/** A manifest from its JSON document. */
export function toManifest<Document extends { mediaType: string }>(
  document: Document,
  tags: string[] = [],
): DemoManifest {
  return { ...toBlob(JSON.stringify(document)), mediaType: document.mediaType, tags }
}

/** A document that refers to an image or an index (OCI image specification 1.1.1, "subject"). */
export function toAttachment(
  subject: DemoManifest,
  mediaType: string,
  document: object,
  annotations?: Record<string, string>,
): DemoPush {
  const blob = toBlob(JSON.stringify(document))
  const manifest = toManifest({
    schemaVersion: 2,
    mediaType: OCI_IMAGE,
    artifactType: mediaType,
    config: toDescriptor(emptyMediaType, emptyConfig),
    layers: [toDescriptor(mediaType, blob)],
    subject: toDescriptor(subject.mediaType, subject),
    ...(annotations && { annotations }),
  })
  return { blobs: [emptyConfig, blob], manifests: [manifest] }
}

/** Several pushes as one; what is in more of them stays once. */
export function joinPushes(pushes: readonly DemoPush[]): DemoPush {
  const blobs = new Map(pushes.flatMap((push) => push.blobs.map((blob) => [blob.digest, blob])))
  return { blobs: [...blobs.values()], manifests: pushes.flatMap((push) => push.manifests) }
}
