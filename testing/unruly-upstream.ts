/**
 * An upstream that a test holds in its hand: it has manifests and layers, counts what it is asked, and throttles, hangs, breaks off
 * or lies as it is told. It gives tokens, and takes back those that it has given.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Digest, toDigest } from '#lib/oci/digest.ts'
import { OCI_IMAGE, OCI_INDEX } from '#lib/oci/media-types.ts'

/** Answers itself, and returns true; otherwise the answer is the usual one. */
type Trick = (request: IncomingMessage, response: ServerResponse) => boolean

export interface UnrulyUpstream {
  /** `127.0.0.1:PORT` */
  host: string
  /** `METHOD /path` of everything but tokens, oldest first. */
  requests: string[]
  trick: Trick | null
  /** What tokens were asked for with, oldest first. */
  tokenRequests: string[]
  /** Given in place of a token that is good. */
  tokenAnswer: object | null
  /** Tokens that were given and are good. */
  tokens: Set<string>
  addBlob(bytes: Buffer): Digest
  /** Points the tag at an image with these layers; its digest. */
  addImage(name: string, tag: string, layers: readonly Buffer[]): Digest
  /** Puts a manifest that refers to the subject, with one layer; its digest. */
  addReferrer(name: string, subject: Digest, artifactType: string): Digest
  /** Whether it has the API of referrers; without it, it has the tag to fall back on. */
  hasReferrers: boolean
  remove(name: string, reference: string): void
  count(pattern: RegExp): number
  stop(): Promise<void>
}

export async function startUnrulyUpstream(): Promise<UnrulyUpstream> {
  const blobs = new Map<string, Buffer>()
  const manifests = new Map<string, Buffer>()
  const tokens = new Set<string>()
  /** Descriptors by the name and the subject. */
  const referrers = new Map<string, Record<string, unknown>[]>()
  let tokenCount = 0
  const upstream: UnrulyUpstream = {
    host: '',
    requests: [],
    tokenRequests: [],
    trick: null,
    tokenAnswer: null,
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
    hasReferrers: true,
    addReferrer(name, subject, artifactType) {
      const layer = Buffer.from(`of ${artifactType}`)
      const content = Buffer.from(
        JSON.stringify({
          schemaVersion: 2,
          mediaType: OCI_IMAGE,
          artifactType,
          config: {
            mediaType: 'application/vnd.oci.empty.v1+json',
            digest: upstream.addBlob(Buffer.from('{}')),
            size: 2,
          },
          layers: [{ mediaType: 'text/plain', digest: upstream.addBlob(layer), size: layer.length }],
          subject: {
            mediaType: OCI_IMAGE,
            digest: subject,
            size: manifests.get(`${name}/${subject}`)?.length ?? 0,
          },
        }),
      )
      const digest = toDigest('sha256', content)
      manifests.set(`${name}/${digest}`, content)
      const known = referrers.get(`${name}/${subject}`) ?? []
      referrers.set(`${name}/${subject}`, [
        ...known,
        { mediaType: OCI_IMAGE, digest, size: content.length, artifactType },
      ])
      return digest
    },
    remove: (name, reference) => void manifests.delete(`${name}/${reference}`),
    count: (pattern) => upstream.requests.filter((line) => pattern.test(line)).length,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }

  /** Tags, referrers one to a page, and the index under the tag to fall back on. */
  const answerList = (url: string, response: ServerResponse): boolean => {
    const { pathname, searchParams } = new URL(url, 'http://upstream.example')
    const [, name = '', kind, reference = ''] =
      /^\/v2\/(.+)\/(tags|referrers|manifests)\/([^/]+)$/.exec(pathname) ?? []
    if (kind === 'tags') {
      const prefix = `${name}/`
      const tags = [...manifests.keys()]
        .filter((key) => key.startsWith(prefix) && !key.includes('sha256:'))
        .map((key) => key.slice(prefix.length))
        .sort()
      const limit = Number(searchParams.get('n') ?? 1000)
      const from = tags.findIndex((tag) => tag > (searchParams.get('last') ?? ''))
      const page = from < 0 ? [] : tags.slice(from, from + limit)
      const link = `<${pathname}?n=${limit}&last=${page.at(-1)}>; rel="next"`
      const hasMore = from >= 0 && from + limit < tags.length
      response.writeHead(200, { 'content-type': 'application/json', ...(hasMore && { link }) })
      response.end(JSON.stringify({ name, tags: page }))
      return true
    }
    const isFallback = kind === 'manifests' && /^sha256-/.test(reference) && !upstream.hasReferrers
    if (kind !== 'referrers' && !isFallback) return false
    if (kind === 'referrers' && !upstream.hasReferrers) return false
    const found = referrers.get(`${name}/${reference.replace('sha256-', 'sha256:')}`) ?? []
    const page = Number(searchParams.get('page') ?? 0)
    const listed = isFallback ? found : found.slice(page, page + 1)
    const link = `<http://elsewhere.example${pathname}?page=${page + 1}>; rel="next"`
    response.writeHead(200, {
      'content-type': OCI_INDEX,
      ...(!isFallback && page + 1 < found.length && { link }),
    })
    response.end(JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: listed }))
    return true
  }

  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const { url = '/', method = 'GET' } = request
    if (url.startsWith('/token')) {
      upstream.tokenRequests.push(request.headers.authorization ?? '')
      tokenCount += 1
      const token = `token-${tokenCount}`
      tokens.add(token)
      response.end(JSON.stringify(upstream.tokenAnswer ?? { token, expires_in: 300 }))
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
    if (answerList(url, response)) return
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
