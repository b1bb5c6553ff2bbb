/** Pushes small images for tests, as a publisher's client does: a login, blobs, manifests (OCI distribution specification 1.1.1). */
import { type ECRPUBLICClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr-public'
import { type Digest, toDigest } from '#lib/oci/digest.ts'
import { OCI_IMAGE, OCI_INDEX } from '#lib/oci/media-types.ts'

const configType = 'application/vnd.oci.image.config.v1+json'

interface Pushed {
  mediaType: string
  digest: Digest
  size: number
}

/**
 * Pushes an index with an image for each platform, such as `linux/arm64`; for a single platform, the image alone.
 * @param path `ALIAS/REPOSITORY`
 */
export async function pushTestImage(
  { endpoint, publisher }: { endpoint: string; publisher: ECRPUBLICClient },
  path: string,
  tag: string,
  platforms: readonly string[],
): Promise<void> {
  const { authorizationData } = await publisher.send(new GetAuthorizationTokenCommand({}))
  const base = `${endpoint}/v2/${path}`
  const send = async (method: string, url: string, body: string, contentType: string) => {
    const headers = {
      authorization: `Basic ${authorizationData?.authorizationToken}`,
      'content-type': contentType,
    }
    const response = await fetch(url, { method, headers, body })
    const text = await response.text()
    if (response.status !== 201) throw new Error(`${method} ${url} answered ${response.status}: ${text}`)
  }
  const pushManifest = async (document: { mediaType: string }, reference?: string): Promise<Pushed> => {
    const body = JSON.stringify({ schemaVersion: 2, ...document })
    const digest = toDigest('sha256', Buffer.from(body))
    await send('PUT', `${base}/manifests/${reference ?? digest}`, body, document.mediaType)
    return { mediaType: document.mediaType, digest, size: body.length }
  }
  const pushImage = async (platform: string, reference?: string) => {
    const [os, architecture] = platform.split('/')
    const body = JSON.stringify({ os, architecture, rootfs: { type: 'layers', diff_ids: [] } })
    const digest = toDigest('sha256', Buffer.from(body))
    await send('POST', `${base}/blobs/uploads/?digest=${digest}`, body, 'application/octet-stream')
    const config = { mediaType: configType, digest, size: body.length }
    const manifest = { mediaType: OCI_IMAGE, config, layers: [] }
    return { ...(await pushManifest(manifest, reference)), platform: { os, architecture } }
  }
  const [only, ...others] = platforms
  if (only !== undefined && others.length === 0) {
    await pushImage(only, tag)
    return
  }
  const manifests = []
  for (const platform of platforms) manifests.push(await pushImage(platform))
  const index = { mediaType: OCI_INDEX, manifests }
  await pushManifest(index, tag)
}
