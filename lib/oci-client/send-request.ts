/**
 * One GET to a registry, and what it leads to, read whole or as it comes. The configured registry may be anywhere; a redirect (blobs often stand on
 * another host) is followed only over https to the public internet, without credentials, and not without end.
 */
import { type IncomingMessage, Agent as PlainAgent, request as requestPlain } from 'node:http'
import { request as requestSecure, Agent as SecureAgent } from 'node:https'
import { hasPrivateAddress, lookUpPublicAddress } from '#lib/net/look-up-public-address.ts'
import { readAtMost } from '#lib/net/open-url.ts'
import { toRequestIdHeader } from '#lib/net/request-context.ts'
import { traceCall } from '#lib/net/tracing.ts'
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

/** An answer whose body is still to come. */
export interface OpenAnswer {
  status: number
  headers: IncomingMessage['headers']
  /** To be read to its end, or destroyed. */
  body: IncomingMessage
}

/**
 * Sends a GET, and reads the answer into memory.
 * @param origin of the configured registry, where `url` is
 * @throws {DistributionError} `unreachable`, `too-large`, or `invalid` for a redirect that may not be followed
 */
export async function sendRequest(
  url: URL,
  origin: string,
  { headers, maxBytes, timeoutMs }: RequestOptions,
): Promise<RegistryAnswer> {
  const signal = AbortSignal.timeout(timeoutMs)
  const { body, ...answer } = await openRequest(url, origin, headers, signal)
  try {
    return { ...answer, bytes: await readBytes(body, maxBytes) }
  } catch (error) {
    throw toUnreachable(error, url, signal)
  }
}

/**
 * Sends a GET, and gives the answer as soon as its headers are there.
 * @param origin of the configured registry, where `url` is
 * @param signal ends the request, and the body while it is read
 * @throws {DistributionError} `unreachable`, or `invalid` for a redirect that may not be followed
 */
export async function openRequest(
  url: URL,
  origin: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<OpenAnswer> {
  let target = url
  for (let hop = 0; hop <= maxRedirects; hop++) {
    const answer = await get(target, target.origin === origin, headers, signal)
    if (!redirects.has(answer.status)) return answer
    answer.body.destroy()
    target = toTarget(answer.headers.location, target, origin)
  }
  throw new DistributionError('invalid', `${url.origin} redirects without end.`)
}

/** What went wrong on the way, in words; what has words already stays. */
export function toUnreachable(error: unknown, url: URL, signal: AbortSignal): DistributionError {
  if (error instanceof DistributionError) return error
  const reason = signal.aborted ? 'gave no answer in time' : 'cannot be reached'
  return new DistributionError('unreachable', `${url.origin} ${reason}.`, { cause: error })
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
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<OpenAnswer> {
  const { authorization: _, ...publicHeaders } = headers
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const isSecure = url.protocol === 'https:'
  const traced = traceCall('GET', 'GET', url.href)
  const request = (isSecure ? requestSecure : requestPlain)(
    url,
    {
      signal,
      // Sizes and digests are those of the bytes as they are stored.
      headers: {
        ...(isRegistry ? { ...headers, ...toRequestIdHeader(), ...traced.headers } : publicHeaders),
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
    const body = await promise
    traced.end(body.statusCode ?? 0)
    return { status: body.statusCode ?? 0, headers: body.headers, body }
  } catch (error) {
    const failure = toUnreachable(error, url, signal)
    traced.end(failure)
    throw failure
  }
}

async function readBytes(response: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const tooLarge = () => new DistributionError('too-large', `An answer has more than ${maxBytes} bytes.`)
  if (Number(response.headers['content-length'] ?? 0) > maxBytes) {
    response.destroy()
    throw tooLarge()
  }
  const bytes = await readAtMost(response, maxBytes)
  if (bytes === null) throw tooLarge()
  return bytes
}
