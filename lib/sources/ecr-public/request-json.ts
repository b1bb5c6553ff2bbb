/**
 * One GET of JSON. Not by `fetch`, which Next replaces: called while a cached page is made, it would either be answered from
 * a cache or make the page one that cannot be cached.
 */
import { request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { toRequestIdHeader } from '#lib/net/request-context.ts'
import { traceCall } from '#lib/net/tracing.ts'

const maxBytes = 64 * 1024 * 1024

export interface JsonAnswer {
  status: number
  /** Undefined for what is no JSON, and for any status but 200. */
  body: unknown
}

/**
 * Sends the request, and reads the answer within the time; a redirect is not followed.
 * @throws the reason of the signal, or what went wrong with the connection
 */
export async function requestJson(url: string, signal: AbortSignal): Promise<JsonAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<JsonAnswer>()
  const send = new URL(url).protocol === 'https:' ? requestSecure : requestPlain
  const fail = (error: Error) => {
    traced.end(error)
    reject(signal.aborted ? signal.reason : error)
  }
  const traced = traceCall('GET', 'GET', url)
  const request = send(
    url,
    { signal, headers: { accept: 'application/json', ...toRequestIdHeader(), ...traced.headers } },
    (response) => {
      const chunks: Buffer[] = []
      let size = 0
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > maxBytes) response.destroy(new Error(`The answer has more than ${maxBytes} bytes.`))
        chunks.push(chunk)
      })
      response.on('error', fail)
      response.on('end', () => {
        const status = response.statusCode ?? 0
        traced.end(status)
        resolve({ status, body: status === 200 ? parse(Buffer.concat(chunks)) : undefined })
      })
    },
  )
  request.on('error', fail)
  request.end()
  return promise
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    // What it is instead matters to nobody; the caller says that it is of another form.
    return undefined
  }
}
