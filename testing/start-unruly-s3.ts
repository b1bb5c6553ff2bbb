/**
 * An S3 service that does what real ones seldom do, when a test asks for it: it refuses, is silent, breaks off its answers, sends other bytes,
 * or does its work and loses the answer. Otherwise it keeps objects in memory; it looks at no signature.
 */
import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { S3Settings } from '#lib/config/s3-settings.ts'

export type S3Fault = 'refuse' | 'silence' | 'cut' | 'other bytes' | 'lost answer' | 'gone' | 'denied'

export interface S3Request {
  /** As the service calls it: `PutObject`. */
  operation: string
  key: string
  /** How many of this operation came before. */
  before: number
}

export interface UnrulyS3 extends AsyncDisposable {
  settings: S3Settings
  objects: Map<string, Buffer>
  /** Keys of multipart uploads that are neither complete nor ended. */
  unfinished(): string[]
  /** Is asked at each request from now on. */
  misbehave(choose: (request: S3Request) => S3Fault | null): void
  /** Requests so far, by operation. */
  counts: Map<string, number>
}

interface Multipart {
  key: string
  parts: Map<number, { etag: string; bytes: Buffer }>
}

export async function startUnrulyS3(): Promise<UnrulyS3> {
  const objects = new Map<string, Buffer>()
  const multiparts = new Map<string, Multipart>()
  const counts = new Map<string, number>()
  let choose: (request: S3Request) => S3Fault | null = () => null

  const answer = (response: ServerResponse, status: number, text = '', headers = {}) =>
    response.writeHead(status, { 'content-type': 'application/xml', ...headers }).end(text)
  const refuse = (response: ServerResponse, status: number, code: string) =>
    answer(response, status, `<Error><Code>${code}</Code><Message>${code}</Message></Error>`)

  const perform = async (request: IncomingMessage, response: ServerResponse, fault: S3Fault | null) => {
    const { key, query, operation } = readRequest(request)
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    const multipartId = query.get('uploadId') ?? ''
    const multipart = multiparts.get(multipartId)
    switch (operation) {
      case 'HeadBucket':
        return answer(response, 200)
      case 'PutObject':
        objects.set(key, body)
        return answer(response, 200, '', { etag: toEtag(body) })
      case 'DeleteObject':
        objects.delete(key)
        return answer(response, 204)
      case 'CreateMultipartUpload': {
        const id = randomUUID()
        multiparts.set(id, { key, parts: new Map() })
        return answer(
          response,
          200,
          `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
        )
      }
      case 'AbortMultipartUpload':
        if (!multiparts.delete(multipartId)) return refuse(response, 404, 'NoSuchUpload')
        return answer(response, 204)
      case 'CompleteMultipartUpload': {
        if (multipart === undefined) return refuse(response, 404, 'NoSuchUpload')
        const named = [...body.toString().matchAll(/<ETag>(?:&quot;|")?([0-9a-f]+)(?:&quot;|")?<\/ETag>/g)]
        const parts = named.map(([, etag], index) => ({ etag, part: multipart.parts.get(index + 1) }))
        if (parts.some(({ etag, part }) => part?.etag !== `"${etag}"`))
          return refuse(response, 400, 'InvalidPart')
        objects.set(key, Buffer.concat(parts.map(({ part }) => part?.bytes ?? Buffer.alloc(0))))
        multiparts.delete(multipartId)
        return answer(
          response,
          200,
          '<CompleteMultipartUploadResult><ETag>"x"</ETag></CompleteMultipartUploadResult>',
        )
      }
      case 'UploadPart':
      case 'UploadPartCopy': {
        if (multipart === undefined) return refuse(response, 404, 'NoSuchUpload')
        const source = String(request.headers['x-amz-copy-source'] ?? '').replace(/^\/?bucket\//, '')
        const bytes = operation === 'UploadPart' ? body : objects.get(source)
        if (bytes === undefined) return refuse(response, 404, 'NoSuchKey')
        const etag = toEtag(bytes)
        multipart.parts.set(Number(query.get('partNumber')), { etag, bytes })
        const copied = `<CopyPartResult><ETag>${etag}</ETag></CopyPartResult>`
        return answer(response, 200, operation === 'UploadPart' ? '' : copied, { etag })
      }
      default:
        return sendObject(objects.get(key), request, response, fault)
    }
  }

  const sendObject = (
    stored: Buffer | undefined,
    request: IncomingMessage,
    response: ServerResponse,
    fault: S3Fault | null,
  ) => {
    if (stored === undefined || fault === 'gone') {
      return request.method === 'HEAD' ? answer(response, 404) : refuse(response, 404, 'NoSuchKey')
    }
    const [, first, last] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? []
    const part = first === undefined ? stored : stored.subarray(Number(first), Number(last) + 1)
    response.writeHead(first === undefined ? 200 : 206, {
      'content-length': part.length,
      etag: toEtag(stored),
    })
    if (request.method === 'HEAD') return response.end()
    if (fault === 'cut') {
      response.write(part.subarray(0, part.length / 2), () => response.destroy())
      return response
    }
    const sent = Buffer.from(part)
    if (fault === 'other bytes') sent[0] = (sent[0] ?? 0) ^ 1
    return response.end(sent)
  }

  const server = createServer((request, response) => {
    const { operation, key } = readRequest(request)
    const before = counts.get(operation) ?? 0
    counts.set(operation, before + 1)
    const fault = choose({ operation, key, before })
    request.on('error', () => {})
    if (fault === 'silence') return
    if (fault === 'refuse') {
      request.resume()
      refuse(response, 503, 'ServiceUnavailable')
      return
    }
    if (fault === 'denied') {
      request.resume()
      refuse(response, 403, 'AccessDenied')
      return
    }
    if (fault === 'lost answer') {
      // The work is done, and nobody hears of it.
      const nowhere = Object.assign(response, { writeHead: () => response, end: () => response })
      void perform(request, nowhere, null).then(
        () => request.socket.destroy(),
        () => {},
      )
      return
    }
    // A client that gives up is none of its concern.
    perform(request, response, fault).catch(() => {})
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  return {
    settings: {
      bucket: 'bucket',
      prefix: '',
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      isPathStyle: true,
      redirect: null,
    },
    objects,
    counts,
    unfinished: () => [...multiparts.values()].map(({ key }) => key),
    misbehave(next) {
      choose = next
      counts.clear()
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
}

function toEtag(bytes: Buffer): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`
}

function readRequest({ method, url = '', headers }: IncomingMessage) {
  const { pathname, searchParams: query } = new URL(url, 'http://service')
  const key = pathname.split('/').slice(2).join('/')
  return { key, query, operation: toOperation(`${method}`, key, query, headers) }
}

function toOperation(
  method: string,
  key: string,
  query: URLSearchParams,
  headers: IncomingMessage['headers'],
) {
  if (key === '') return 'HeadBucket'
  if (method === 'POST') return query.has('uploads') ? 'CreateMultipartUpload' : 'CompleteMultipartUpload'
  if (method === 'DELETE') return query.has('uploadId') ? 'AbortMultipartUpload' : 'DeleteObject'
  if (method === 'PUT' && query.has('partNumber')) {
    return headers['x-amz-copy-source'] === undefined ? 'UploadPart' : 'UploadPartCopy'
  }
  return method === 'PUT' ? 'PutObject' : `${method === 'HEAD' ? 'Head' : 'Get'}Object`
}
