/**
 * One GET to a registry, and what it leads to. The configured registry may be anywhere; a redirect (blobs often stand on
 * another host) is followed only over https to the public internet, without credentials, and not without end.
 */
import { type IncomingMessage, Agent as PlainAgent, request as requestPlain } from 'node:http'
import { request as requestSecure, Agent as SecureAgent } from 'node:https'
import { hasPrivateAddress, lookUpPublicAddress } from '#lib/net/look-up-public-address.ts'
import { toRequestIdHeader } from '#lib/net/request-context.ts'
import { GALLERY_USER_AGENT } from '#lib/oci/gallery-user-agent.ts'
import { DistributionError } from './distribution-error.ts'

export interface RegistryAnswer {
  status: number
  headers: IncomingMessage['headers']
  bytes: Uint8Array
}

export interface RequestOptions {
  headers: Record<string, string>
  maxBytes: number
  timeoutMs: number
}

const maxRedirects = 3
const redirects = new Set([301, 302, 303, 307, 308])

/** Connections to the registry are kept; others are not. */
const agents = {
  'http:': new PlainAgent({ keepAlive: true, maxSockets: 16 }),
  'https:': new SecureAgent({ keepAlive: true, maxSockets: 16 }),
}

/**
 * Sends a GET, and reads the answer into memory.
 * @param origin of the configured registry, where `url` is
 * @throws {DistributionError} `unreachable`, `too-large`, or `invalid` for a redirect that may not be followed
 */
export async function sendRequest(
  url: URL,
  origin: string,
  options: RequestOptions,
): Promise<RegistryAnswer> {
  const signal = AbortSignal.timeout(options.timeoutMs)
  let target = url
  for (let hop = 0; hop <= maxRedirects; hop++) {
    const answer = await get(target, target.origin === origin, options, signal)
    if (!redirects.has(answer.status)) return answer
    target = toTarget(answer.headers.location, target, origin)
  }
  throw new DistributionError('invalid', `${url.origin} redirects without end.`)
}

function toTarget(location: string | undefined, from: URL, origin: string): URL {
  if (location === undefined || !URL.canParse(location, from)) {
    throw new DistributionError('invalid', `${from.origin} redirects to nowhere.`)
  }
  const target = new URL(location, from)
  const isAllowed =
    target.origin === origin ||
    (target.protocol === 'https:' && target.port === '' && !hasPrivateAddress(target))
  if (!isAllowed || target.username !== '' || target.password !== '') {
    throw new DistributionError(
      'invalid',
      `${from.origin} redirects to ${target.origin}, which is not allowed.`,
    )
  }
  return target
}

async function get(
  url: URL,
  isRegistry: boolean,
  { headers, maxBytes }: RequestOptions,
  signal: AbortSignal,
): Promise<RegistryAnswer> {
  const { authorization: _, ...publicHeaders } = headers
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const isSecure = url.protocol === 'https:'
  const request = (isSecure ? requestSecure : requestPlain)(
    url,
    {
      signal,
      // Sizes and digests are those of the bytes as they are stored.
      headers: {
        ...(isRegistry ? { ...headers, ...toRequestIdHeader() } : publicHeaders),
        'accept-encoding': 'identity',
        'user-agent': GALLERY_USER_AGENT,
      },
      ...(isRegistry
        ? { agent: agents[isSecure ? 'https:' : 'http:'] }
        : { agent: false, lookup: lookUpPublicAddress }),
    },
    resolve,
  )
  request.on('error', reject)
  request.end()
  try {
    const response = await promise
    const bytes = await readBytes(response, maxBytes)
    return { status: response.statusCode ?? 0, headers: response.headers, bytes }
  } catch (error) {
    if (error instanceof DistributionError) throw error
    const reason = signal.aborted ? 'gave no answer in time' : 'cannot be reached'
    throw new DistributionError('unreachable', `${url.origin} ${reason}.`, { cause: error })
  }
}

async function readBytes(response: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const tooLarge = () => new DistributionError('too-large', `An answer has more than ${maxBytes} bytes.`)
  if (Number(response.headers['content-length'] ?? 0) > maxBytes) {
    response.destroy()
    throw tooLarge()
  }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response) {
    size += chunk.length
    // Leaving the loop ends the connection.
    if (size > maxBytes) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
