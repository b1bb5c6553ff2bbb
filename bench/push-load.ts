/** Pushes to a registry as a client does, and says how long it took. */
import { randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'
import { type Digest, toDigest } from '#lib/oci/digest.ts'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import type { BenchRegistry } from './registry-peers.ts'

/** Pushes a blob of random bytes by POST, PATCH and PUT. */
export async function pushBlob(
  registry: BenchRegistry,
  bytes: number,
): Promise<{ digest: Digest; seconds: number }> {
  const content = randomBytes(bytes)
  const digest = toDigest('sha256', content)
  await using connection = connect(registry)
  const from = performance.now()
  const begun = await connection.send('POST', `${registry.repositoryUrl}/blobs/uploads/`, 202)
  const received = await connection.send('PATCH', toUrl(registry, begun.location), 202, content)
  const target = new URL(toUrl(registry, received.location))
  target.searchParams.set('digest', digest)
  await connection.send('PUT', target.href, 201)
  return { digest, seconds: (performance.now() - from) / 1000 }
}

/** As many tags as the quota of ECR Public lets one image have. */
const tagsPerImage = 1000

/** Pushes images under many tags, one after the other on one connection. */
export async function pushTags(
  registry: BenchRegistry,
  count: number,
): Promise<{ digest: Digest; perSecond: number }> {
  const { digest: blob } = await pushBlob(registry, 100)
  const manifests = Array.from({ length: Math.ceil(count / tagsPerImage) }, (_, at) => toManifest(blob, at))
  await using connection = connect(registry)
  const from = performance.now()
  for (let number = 0; number < count; number++) {
    const tag = `tag-${String(number).padStart(5, '0')}`
    const manifest = manifests[Math.floor(number / tagsPerImage)]
    await connection.send('PUT', `${registry.repositoryUrl}/manifests/${tag}`, 201, manifest, OCI_IMAGE)
  }
  const perSecond = count / ((performance.now() - from) / 1000)
  return { digest: toDigest('sha256', manifests[0] ?? Buffer.alloc(0)), perSecond }
}

function toManifest(blob: Digest, number: number): Buffer {
  const descriptor = { digest: blob, size: 100 }
  return Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: OCI_IMAGE,
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...descriptor },
      layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', ...descriptor }],
      annotations: { number: String(number) },
    }),
  )
}

function connect(registry: BenchRegistry) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  return {
    async send(
      method: string,
      url: string,
      expectedStatus: number,
      body?: Uint8Array,
      contentType = 'application/octet-stream',
    ): Promise<{ location: string | undefined }> {
      const headers = {
        ...(await registry.headers()),
        'content-length': body?.length ?? 0,
        ...(body && { 'content-type': contentType }),
      }
      const { promise, resolve, reject } = Promise.withResolvers<{ location: string | undefined }>()
      const outgoing = request(url, { method, headers, agent }, (response) => {
        response.resume().on('end', () => {
          if (response.statusCode === expectedStatus) resolve({ location: response.headers.location })
          else reject(new Error(`${method} ${url} answered ${response.statusCode}.`))
        })
      })
      outgoing.on('error', reject)
      outgoing.end(body)
      return promise
    },
    async [Symbol.asyncDispose]() {
      agent.destroy()
    },
  }
}

function toUrl(registry: BenchRegistry, location: string | undefined): string {
  return new URL(location ?? '', registry.repositoryUrl).href
}
