/** One call of the anonymous API: a POST of JSON within bounds, without redirects. Not by `fetch`, which Next replaces. */
import { request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { GALLERY_USER_AGENT } from '#lib/oci/gallery-user-agent.ts'

const maxBytes = 16 * 1024 * 1024

export interface PostAnswer {
  status: number
  /** Undefined for what is no JSON. */
  body: unknown
  retryAfter: string | null
}

/** @throws the reason of the signal, or what went wrong with the connection */
export async function postJson(url: string, content: unknown, signal: AbortSignal): Promise<PostAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<PostAnswer>()
  const send = new URL(url).protocol === 'https:' ? requestSecure : requestPlain
  const bytes = Buffer.from(JSON.stringify(content))
  const headers = {
    accept: 'application/json',
    'content-type': 'application/json',
    'content-length': bytes.length,
    'user-agent': GALLERY_USER_AGENT,
  }
  const fail = (error: Error) => reject(signal.aborted ? signal.reason : error)
  const request = send(url, { method: 'POST', signal, headers }, (response) => {
    const chunks: Buffer[] = []
    let size = 0
    response.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > maxBytes) response.destroy(new Error(`The answer has more than ${maxBytes} bytes.`))
      chunks.push(chunk)
    })
    response.on('error', fail)
    response.on('end', () => {
      const body = parse(Buffer.concat(chunks))
      resolve({ status: response.statusCode ?? 0, body, retryAfter: response.headers['retry-after'] ?? null })
    })
  })
  request.on('error', fail)
  request.end(bytes)
  return promise
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    // The caller says that it is of another form.
    return undefined
  }
}
