/** Pushes small images over the distribution API, as any client does, with the login token of the SDK's caller. */
import { createHash } from 'node:crypto'
import { type ECRPUBLICClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr-public'
import { OCI_IMAGE, OCI_INDEX } from '#lib/oci/media-types.ts'

export interface PushedManifest {
  mediaType: string
  digest: string
  size: number
}

export interface TestBlob {
  mediaType: string
  text?: string
  annotations?: Record<string, string>
}

export interface TestManifest {
  config: TestBlob
  layers: TestBlob[]
  artifactType?: string
  /** What it refers to. */
  subject?: PushedManifest
  annotations?: Record<string, string>
}

export interface Pusher {
  /** An image of one layer for one platform. */
  pushImage(tag: string | null, options?: { architecture?: string; config?: object }): Promise<PushedManifest>
  pushIndex(tag: string, images: (PushedManifest & { platform: object })[]): Promise<PushedManifest>
  /** A manifest as a test wants it: the config and each layer are blobs of a media type, with more members of their descriptors. */
  pushManifest(tag: string | null, manifest: TestManifest): Promise<PushedManifest>
  /** Something of this type that refers to a manifest. */
  pushReferrer(subject: PushedManifest, artifactType: string): Promise<PushedManifest>
}

/**
 * Logs in.
 * @param name of the repository, with its registry's alias
 */
export async function createPusher(
  admin: ECRPUBLICClient,
  { registryUrl, name }: { registryUrl: string; name: string },
): Promise<Pusher> {
  const { authorizationData } = await admin.send(new GetAuthorizationTokenCommand({}))
  const authorization = `Basic ${authorizationData?.authorizationToken}`

  const send = async (method: string, url: string, body: string, contentType: string) => {
    const response = await fetch(new URL(url, registryUrl), {
      method,
      body,
      headers: { authorization, 'content-type': contentType },
    })
    if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`)
    await response.body?.cancel()
    return response
  }
  const pushBlob = async (mediaType: string, text: string) => {
    const digest = toDigest(text)
    await send('POST', `/v2/${name}/blobs/uploads/?digest=${digest}`, text, 'application/octet-stream')
    return { mediaType, digest, size: Buffer.byteLength(text) }
  }
  const pushManifest = async (
    reference: string | null,
    manifest: { mediaType: string; [member: string]: unknown },
  ) => {
    const text = JSON.stringify({ schemaVersion: 2, ...manifest })
    const digest = toDigest(text)
    await send('PUT', `/v2/${name}/manifests/${reference ?? digest}`, text, manifest.mediaType)
    return { mediaType: manifest.mediaType, digest, size: Buffer.byteLength(text) }
  }

  const pushTestBlob = async ({ mediaType, text = '{}', ...members }: TestBlob) => ({
    ...(await pushBlob(mediaType, text)),
    ...members,
  })

  return {
    pushManifest: async (tag, { config, layers, ...members }) => {
      const pushed = []
      for (const layer of layers) pushed.push(await pushTestBlob(layer))
      return pushManifest(tag, {
        mediaType: OCI_IMAGE,
        config: await pushTestBlob(config),
        layers: pushed,
        ...members,
      })
    },
    pushImage: async (tag, { architecture = 'amd64', config = {} } = {}) => {
      const document = { os: 'linux', architecture, ...config }
      return pushManifest(tag, {
        mediaType: OCI_IMAGE,
        config: await pushBlob('application/vnd.oci.image.config.v1+json', JSON.stringify(document)),
        layers: [await pushBlob('application/vnd.oci.image.layer.v1.tar+gzip', `layer ${architecture}`)],
      })
    },
    pushIndex: (tag, manifests) => pushManifest(tag, { mediaType: OCI_INDEX, manifests }),
    pushReferrer: async (subject, artifactType) => {
      const empty = await pushBlob('application/vnd.oci.empty.v1+json', '{}')
      return pushManifest(null, {
        mediaType: OCI_IMAGE,
        artifactType,
        subject,
        config: empty,
        layers: [empty],
      })
    },
  }
}

function toDigest(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`
}
