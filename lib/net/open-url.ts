/** One GET of an address that others decide about, on a connection of its own, and its body within a bound. */
import { type IncomingMessage, request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import type { LookupFunction } from 'node:net'

export interface OpenUrlOptions {
  headers: Record<string, string>
  /** Ends the request, and the body while it is read. */
  signal: AbortSignal
  /** How names become addresses; the system's way where it is left out. */
  lookup?: LookupFunction | undefined
}

/** The answer as soon as its headers are there; redirects are answers. @throws {Error} when nothing answers */
export function openUrl(url: URL, { headers, signal, lookup }: OpenUrlOptions): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const send = url.protocol === 'https:' ? requestSecure : requestPlain
  const request = send(url, { signal, headers, agent: false, ...(lookup && { lookup }) }, resolve)
  request.on('error', reject)
  request.end()
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
