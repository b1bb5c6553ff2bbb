/** Images for tests of the distribution API: small ones, made of whatever the test gives. */
import { type Digest, toDigest } from '#lib/oci/digest.ts'
import { DOCKER_IMAGE, OCI_IMAGE, OCI_INDEX } from '#lib/oci/media-types.ts'
import type { DistributionTest, Sent } from './open-distribution-test.ts'

export const imageConfigType = 'application/vnd.oci.image.config.v1+json'
const layerType = 'application/vnd.oci.image.layer.v1.tar+gzip'

export interface TestDescriptor {
  mediaType: string
  digest: Digest
  size: number
}

/** What names these bytes. */
export function toDescriptor(
  content: string | Uint8Array,
  mediaType = layerType,
  algorithm: 'sha256' | 'sha512' = 'sha256',
): TestDescriptor {
  const bytes = Buffer.from(content)
  return { mediaType, digest: toDigest(algorithm, bytes), size: bytes.length }
}

/** Pushes a blob in one request. */
export function pushBlob(
  test: DistributionTest,
  repository: string,
  content: string | Uint8Array,
  digest: string = toDescriptor(content).digest,
): Promise<Sent> {
  return test.send('POST', `/v2/${repository}/blobs/uploads/?digest=${digest}`, {
    body: Buffer.from(content),
  })
}

/** The text of a manifest with a config and layers of this content; the members in `more` replace what is usual. */
export function toImage(layers: readonly string[], more: object = {}): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: OCI_IMAGE,
    config: toDescriptor('{}', imageConfigType),
    layers: layers.map((layer) => toDescriptor(layer)),
    ...more,
  })
}

/** The text of an index of these manifests. */
export function toIndex(manifests: readonly string[], more: object = {}): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: OCI_INDEX,
    manifests: manifests.map((manifest) => toDescriptor(manifest, JSON.parse(manifest).mediaType)),
    ...more,
  })
}

/** Puts a manifest under a tag or its digest. */
export function putManifest(
  test: DistributionTest,
  repository: string,
  reference: string,
  manifest: string | Uint8Array,
  mediaType: string | null = OCI_IMAGE,
): Promise<Sent> {
  return test.send('PUT', `/v2/${repository}/manifests/${reference}`, {
    body: Buffer.from(manifest),
    headers: mediaType === null ? {} : { 'content-type': mediaType },
  })
}

/** Pushes an image with all that it names; answers its manifest. */
export async function pushImage(
  test: DistributionTest,
  repository: string,
  reference: string | null,
  { layers = ['layer'], ...more }: { layers?: string[]; [member: string]: unknown } = {},
): Promise<{ manifest: string; digest: Digest }> {
  const manifest = toImage(layers, more)
  for (const content of ['{}', ...layers]) await pushBlob(test, repository, content)
  const { digest } = toDescriptor(manifest)
  const mediaType = more.mediaType === DOCKER_IMAGE ? DOCKER_IMAGE : OCI_IMAGE
  const { status, text } = await putManifest(test, repository, reference ?? digest, manifest, mediaType)
  if (status !== 201) throw new Error(`The manifest was not accepted: ${status} ${text}`)
  return { manifest, digest }
}
