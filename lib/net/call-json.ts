/**
 * One call that is answered with JSON, within bounds and without redirects. Not by `fetch`, which Next replaces: called while a cached
 * page is made, it would either be answered from a cache or make the page one that cannot be cached.
 */
import type { IncomingHttpHeaders } from 'node:http'
import { openUrl, readAtMost } from './open-url.ts'

export interface JsonCall {
  headers?: Record<string, string>
  /** Sent as JSON by POST; a GET without it. */
  content?: unknown
  /** Ends the call. */
  signal: AbortSignal
  maxBytes: number
}

export interface JsonAnswer {
  status: number
  headers: IncomingHttpHeaders
  /** Undefined for what is no JSON: the caller says that it is of another form. */
  body: unknown
}

/** @throws the reason of the signal, or what went wrong with the connection */
export async function callJson(url: string, call: JsonCall): Promise<JsonAnswer> {
  const { signal, maxBytes } = call
  const content = call.content === undefined ? null : Buffer.from(JSON.stringify(call.content))
  const sent = content && { 'content-type': 'application/json', 'content-length': String(content.length) }
  try {
    const response = await openUrl(new URL(url), {
      headers: { accept: 'application/json', ...sent, ...call.headers },
      content,
      signal,
      isKept: true,
    })
    const bytes = await readAtMost(response, maxBytes)
    if (bytes === null) throw new Error(`The answer has more than ${maxBytes} bytes.`)
    return { status: response.statusCode ?? 0, headers: response.headers, body: parse(bytes) }
  } catch (error) {
    throw signal.aborted ? signal.reason : error
  }
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}
