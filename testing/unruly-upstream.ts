/**
 * An upstream that a test holds in its hand: it has manifests and layers, counts what it is asked, and throttles, hangs, breaks off
 * or lies as it is told. It gives tokens, and takes back those that it has given.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Digest, toDigest } from '#lib/oci/digest.ts'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'

/** Answers itself, and returns true; otherwise the answer is the usual one. */
type Trick = (request: IncomingMessage, response: ServerResponse) => boolean

export interface UnrulyUpstream {
  /** `127.0.0.1:PORT` */
  host: string
  /** `METHOD /path` of everything but tokens, oldest first. */
  requests: string[]
  trick: Trick | null
  /** Tokens that were given and are good. */
  tokens: Set<string>
  addBlob(bytes: Buffer): Digest
  /** Points the tag at an image with these layers; its digest. */
  addImage(name: string, tag: string, layers: readonly Buffer[]): Digest
  remove(name: string, reference: string): void
  count(pattern: RegExp): number
  stop(): Promise<void>
}

export async function startUnrulyUpstream(): Promise<UnrulyUpstream> {
  const blobs = new Map<string, Buffer>()
  const manifests = new Map<string, Buffer>()
  const tokens = new Set<string>()
  let tokenCount = 0
  const upstream: UnrulyUpstream = {
    host: '',
    requests: [],
    trick: null,
    tokens,
    addBlob(bytes) {
      const digest = toDigest('sha256', bytes)
      blobs.set(digest, bytes)
      return digest
    },
    addImage(name, tag, layers) {
      const config = Buffer.from(JSON.stringify({ os: 'linux', architecture: 'amd64', name, tag }))
      const toDescriptor = (bytes: Buffer, mediaType: string) => ({
        mediaType,
        digest: upstream.addBlob(bytes),
        size: bytes.length,
      })
      const content = Buffer.from(
        JSON.stringify({
          schemaVersion: 2,
          mediaType: OCI_IMAGE,
          config: toDescriptor(config, 'application/vnd.oci.image.config.v1+json'),
          layers: layers.map((layer) => toDescriptor(layer, 'application/vnd.oci.image.layer.v1.tar+gzip')),
        }),
      )
      const digest = toDigest('sha256', content)
      manifests.set(`${name}/${tag}`, content)
      manifests.set(`${name}/${digest}`, content)
      return digest
    },
    remove: (name, reference) => void manifests.delete(`${name}/${reference}`),
    count: (pattern) => upstream.requests.filter((line) => pattern.test(line)).length,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }

  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const { url = '/', method = 'GET' } = request
    if (url.startsWith('/token')) {
      tokenCount += 1
      const token = `token-${tokenCount}`
      tokens.add(token)
      response.end(JSON.stringify({ token, expires_in: 300 }))
      return
    }
    upstream.requests.push(`${method} ${url}`)
    if (upstream.trick?.(request, response)) return
    if (!tokens.has(request.headers.authorization?.replace('Bearer ', '') ?? '')) {
      const realm = `http://${upstream.host}/token`
      response
        .writeHead(401, { 'www-authenticate': `Bearer realm="${realm}",service="s",scope="pull"` })
        .end()
      return
    }
    const [, name, kind, reference] = /^\/v2\/(.+)\/(manifests|blobs)\/([^/?]+)$/.exec(url) ?? []
    const found = kind === 'blobs' ? blobs.get(reference ?? '') : manifests.get(`${name}/${reference}`)
    if (found === undefined) {
      response.writeHead(404).end()
      return
    }
    const digest = kind === 'blobs' ? (reference ?? '') : toDigest('sha256', found)
    const headers: Record<string, string> = { 'docker-content-digest': digest }
    if (kind === 'manifests') headers['content-type'] = OCI_IMAGE
    if (request.headers['if-none-match'] === `"${digest}"`) {
      response.writeHead(304, headers).end()
      return
    }
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? -1)
    const body = start < 0 ? found : found.subarray(start)
    if (start >= 0) headers['content-range'] = `bytes ${start}-${found.length - 1}/${found.length}`
    headers['content-length'] = String(body.length)
    response.writeHead(start < 0 ? 200 : 206, headers)
    response.end(method === 'HEAD' ? undefined : body)
  }

  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  upstream.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return upstream
}
