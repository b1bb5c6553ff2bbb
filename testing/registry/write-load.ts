/**
 * A publisher who pushes as fast as it goes, and notes what was acknowledged: repositories, and images with layers of their own.
 * What was noted when a backup begins has to be in it.
 */
import { randomBytes } from 'node:crypto'
import {
  CreateRepositoryCommand,
  ECRPUBLICClient,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr-public'
import { fromIni } from '@aws-sdk/credential-providers'
import { type Digest, toDigest } from '#lib/oci/digest.ts'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'

export interface AcknowledgedImage {
  /** `ALIAS/REPOSITORY`. */
  path: string
  tag: string
  digest: Digest
  layers: Digest[]
}

export interface WriteLoad {
  /** What was acknowledged so far and stays. */
  images: ReadonlySet<AcknowledgedImage>
  /** Ends it after the push that is running. */
  stop(): Promise<void>
}

const layersOfEach = 2
const largestLayerBytes = 200_000
const imagesOfEachRepository = 5

/**
 * Begins to push. A push that fails ends it, and is thrown by `stop`.
 * @param deleteMost whether of each repository all images but the last are deleted again, which leaves garbage
 */
export function startWriteLoad(
  { endpoint, credentialsFile }: { endpoint: string; credentialsFile: string },
  name: string,
  { deleteMost = false }: { deleteMost?: boolean } = {},
): WriteLoad {
  const client = new ECRPUBLICClient({
    endpoint,
    region: 'us-east-1',
    credentials: fromIni({ profile: 'admin', filepath: credentialsFile, ignoreCache: true }),
  })
  const images = new Set<AcknowledgedImage>()
  let isStopped = false
  const run = async () => {
    const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}))
    const authorization = `Basic ${authorizationData?.authorizationToken}`
    for (let turn = 0; !isStopped; turn += 1) {
      const { repository } = await client.send(
        new CreateRepositoryCommand({ repositoryName: `${name}/${turn}` }),
      )
      const path = repository?.repositoryUri?.split('/').slice(1).join('/') ?? ''
      for (let image = 0; image < imagesOfEachRepository && !isStopped; image += 1) {
        const base = `${endpoint}/v2/${path}`
        const pushed = await pushImage(base, { authorization, path, tag: `t${image}` })
        if (deleteMost && image + 1 < imagesOfEachRepository) {
          await deleteManifest(`${base}/manifests/${pushed.digest}`, authorization)
        } else images.add(pushed)
      }
    }
  }
  const running = run()
  running.catch(() => {})
  return {
    images,
    async stop() {
      isStopped = true
      await running.finally(() => client.destroy())
    },
  }
}

async function pushImage(
  base: string,
  { authorization, path, tag }: { authorization: string; path: string; tag: string },
): Promise<AcknowledgedImage> {
  const send = async (method: string, url: string, body: Uint8Array, type: string) => {
    const headers = { authorization, 'content-type': type }
    const response = await fetch(url, { method, headers, body: Buffer.from(body) })
    const text = await response.text()
    if (response.status !== 201) throw new Error(`${method} ${url} answered ${response.status}: ${text}`)
  }
  const pushBlob = async (content: Uint8Array, mediaType: string) => {
    const digest = toDigest('sha256', content)
    await send('POST', `${base}/blobs/uploads/?digest=${digest}`, content, 'application/octet-stream')
    return { mediaType, digest, size: content.length }
  }
  const layers = []
  for (let layer = 0; layer < layersOfEach; layer += 1) {
    const content = randomBytes(Math.ceil(Math.random() * largestLayerBytes))
    layers.push(await pushBlob(content, 'application/vnd.oci.image.layer.v1.tar+gzip'))
  }
  const document = { os: 'linux', architecture: 'amd64', rootfs: { type: 'layers', diff_ids: [] }, tag, path }
  const config = await pushBlob(
    Buffer.from(JSON.stringify(document)),
    'application/vnd.oci.image.config.v1+json',
  )
  const manifest = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: OCI_IMAGE, config, layers }))
  await send('PUT', `${base}/manifests/${tag}`, manifest, OCI_IMAGE)
  return {
    path,
    tag,
    digest: toDigest('sha256', manifest),
    layers: [...layers.map(({ digest }) => digest), config.digest],
  }
}

async function deleteManifest(url: string, authorization: string): Promise<void> {
  const { status } = await fetch(url, { method: 'DELETE', headers: { authorization } })
  if (status !== 202) throw new Error(`DELETE ${url} answered ${status}.`)
}

/**
 * Pulls every image and hashes what comes.
 * @returns what is missing or not as it was pushed
 */
export async function listLost(endpoint: string, images: Iterable<AcknowledgedImage>): Promise<string[]> {
  const lost: string[] = []
  const pull = async (url: string, digest: Digest, headers: Record<string, string>) => {
    const response = await fetch(`${endpoint}/v2/${url}`, { headers })
    const content = new Uint8Array(await response.arrayBuffer())
    const pulled = response.ok ? toDigest('sha256', content) : String(response.status)
    if (pulled !== digest) lost.push(`${url} is ${pulled} instead of ${digest}`)
  }
  for (const { path, tag, digest, layers } of images) {
    const answer = await fetch(`${endpoint}/token/?scope=repository:${path}:pull&service=public-gallery`)
    const { token } = (await answer.json()) as { token: string }
    const authorization = `Bearer ${token}`
    await pull(`${path}/manifests/${tag}`, digest, { authorization, accept: OCI_IMAGE })
    for (const layer of layers) await pull(`${path}/blobs/${layer}`, layer, { authorization })
  }
  return lost
}
