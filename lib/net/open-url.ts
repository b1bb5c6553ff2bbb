/** One request to an address that others decide about, and the body of its answer within a bound. */
import { type IncomingMessage, request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import type { LookupFunction } from 'node:net'

export interface OpenUrlOptions {
  headers: Record<string, string>
  /** Ends the request, and the body while it is read. */
  signal: AbortSignal
  /** How names become addresses; the system's way where it is left out. */
  lookup?: LookupFunction | undefined
  /** Sent by POST; a GET without it. */
  content?: Buffer | null
  /** Whether the connection serves later requests as well; by itself each has its own. */
  isKept?: boolean
}

/** The answer as soon as its headers are there; redirects are answers. @throws {Error} when nothing answers */
export function openUrl(
  url: URL,
  { headers, signal, lookup, content = null, isKept = false }: OpenUrlOptions,
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const send = url.protocol === 'https:' ? requestSecure : requestPlain
  const method = content === null ? 'GET' : 'POST'
  const options = {
    method,
    signal,
    headers,
    ...(!isKept && { agent: false as const }),
    ...(lookup && { lookup }),
  }
  const request = send(url, options, resolve)
  request.on('error', reject)
  request.end(content)
  return promise
}

/** The whole body, or null where there is more of it than `maxBytes`; what is left is not read. @throws {Error} when it is cut off */
export async function readAtMost(body: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    // Leaving the loop ends the connection.
    if (size > maxBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
