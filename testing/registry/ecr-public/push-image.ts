/** Pushes layers and images through the API, for tests. */
import { type Digest, toDigest } from '#lib/oci/digest.ts'
import { OCI_IMAGE, OCI_INDEX } from '#lib/oci/media-types.ts'
import type { ApiTest } from './open-api-test.ts'

const configType = 'application/vnd.oci.image.config.v1+json'
const layerType = 'application/vnd.oci.image.layer.v1.tar+gzip'

export interface TestManifest {
  text: string
  digest: Digest
  mediaType: string
}

/** A blob with this content. */
export function toBlob(content: string): { bytes: Buffer; digest: Digest; size: number } {
  const bytes = Buffer.from(content)
  return { bytes, digest: toDigest('sha256', bytes), size: bytes.length }
}

/** An image of a config and layers with these contents. */
export function toImageManifest(
  config: string,
  layers: readonly string[],
  more: Record<string, unknown> = {},
): TestManifest {
  return toManifest({
    mediaType: OCI_IMAGE,
    config: toDescriptor(configType, toBlob(config)),
    layers: layers.map((layer) => toDescriptor(layerType, toBlob(layer))),
    ...more,
  })
}

/** An index of these manifests. */
export function toIndexManifest(manifests: readonly TestManifest[], annotations?: object): TestManifest {
  return toManifest({
    mediaType: OCI_INDEX,
    ...(annotations && { annotations }),
    manifests: manifests.map(({ text, digest, mediaType }) =>
      toDescriptor(mediaType, { digest, size: text.length }),
    ),
  })
}

/** Uploads one part. */
export function uploadPart(
  api: ApiTest,
  repositoryName: string,
  uploadId: unknown,
  at: number,
  bytes: Buffer,
) {
  return api.call('UploadLayerPart', {
    repositoryName,
    uploadId,
    partFirstByte: at,
    partLastByte: at + bytes.length - 1,
    layerPartBlob: bytes.toString('base64'),
  })
}

/** Begins an upload; returns its id. */
export async function beginUpload(api: ApiTest, repositoryName: string): Promise<string> {
  const { body } = await api.call('InitiateLayerUpload', { repositoryName })
  return String(body.uploadId)
}

/** Pushes blobs with these contents, each as one part. */
export async function pushBlobs(
  api: ApiTest,
  repositoryName: string,
  contents: readonly string[],
): Promise<void> {
  for (const content of contents) {
    const { bytes, digest } = toBlob(content)
    const uploadId = await beginUpload(api, repositoryName)
    await uploadPart(api, repositoryName, uploadId, 0, bytes)
    await api.call('CompleteLayerUpload', { repositoryName, uploadId, layerDigests: [digest] })
  }
}

/** Pushes an image of one layer, and the manifest under each of the tags, or without one when there are none. */
export async function pushImage(
  api: ApiTest,
  repositoryName: string,
  content: string,
  ...tags: string[]
): Promise<TestManifest> {
  const manifest = toImageManifest(`{"of":"${content}"}`, [content])
  await pushBlobs(api, repositoryName, [`{"of":"${content}"}`, content])
  for (const imageTag of tags.length === 0 ? [undefined] : tags) {
    await api.call('PutImage', { repositoryName, imageManifest: manifest.text, imageTag })
  }
  return manifest
}

function toManifest(document: { mediaType: string } & Record<string, unknown>): TestManifest {
  const text = JSON.stringify({ schemaVersion: 2, ...document })
  return { text, digest: toDigest('sha256', Buffer.from(text)), mediaType: document.mediaType }
}

function toDescriptor(mediaType: string, { digest, size }: { digest: Digest; size: number }): object {
  return { mediaType, digest, size }
}
