/**
 * One request to an upstream, and where it leads. Only the upstream itself is given credentials; a redirect (layers often stand
 * on another host) is followed over TLS to the public internet, and never to a machine behind our firewall.
 */
import { type IncomingMessage, Agent as PlainAgent, request as requestPlain } from 'node:http'
import { request as requestSecure, Agent as SecureAgent } from 'node:https'
import type { Upstream } from '#lib/config/upstreams.ts'
import {
  hasPrivateAddress,
  lookUpPublicAddress,
  PrivateAddressError,
} from '#lib/net/look-up-public-address.ts'
import { UpstreamError } from './upstream-error.ts'

const maxRedirects = 5
const redirects = new Set([301, 302, 303, 307, 308])
/** A small answer takes at most so many times as long as an upstream may be silent, however it comes. */
const wholeFactor = 2

/** More than layers may be on their way: who asks for an image meanwhile must not wait for one of them, which would count as silence. */
const maxSockets = 128

/** A connection that is kept was let through by one rule, so that each rule has its own: those of private upstreams serve nobody else. */
const createAgents = () => ({
  'http:': new PlainAgent({ keepAlive: true, maxSockets }),
  'https:': new SecureAgent({ keepAlive: true, maxSockets }),
})
const agents = { named: createAgents(), public: createAgents(), elsewhere: createAgents() }

export interface RequestForm {
  method: 'GET' | 'HEAD'
  headers: Record<string, string>
}

/**
 * Sends the request, and gives the answer when its headers are there. Its body has to be read to its end, or destroyed.
 * @throws {UpstreamError} `refused` when nobody answers in time, `invalid` for a redirect that is not followed
 */
export async function sendToUpstream(
  upstream: Upstream,
  url: URL,
  form: RequestForm,
): Promise<IncomingMessage> {
  let target = url
  for (let hop = 0; hop <= maxRedirects; hop++) {
    requireAllowed(upstream, target)
    const answer = await send(upstream, target, form)
    if (!redirects.has(answer.statusCode ?? 0)) return answer
    answer.destroy()
    const next = URL.parse(answer.headers.location ?? '', target)
    if (next === null)
      throw new UpstreamError('invalid', `${upstream.host} redirects to nowhere.`, { reason: 'redirects' })
    target = next
  }
  throw new UpstreamError('invalid', `${upstream.host} redirects without end.`, { reason: 'redirects' })
}

/** Whom a token may be asked of, and whom a redirect may lead to. */
function requireAllowed(upstream: Upstream, url: URL): void {
  if (url.origin === upstream.origin && url.username === '') return
  const isPublic = url.protocol === 'https:' && url.username === '' && !hasPrivateAddress(url)
  if (isPublic) return
  throw toNotAllowed(upstream.host)
}

async function send(upstream: Upstream, url: URL, form: RequestForm): Promise<IncomingMessage> {
  const isUpstream = url.origin === upstream.origin
  const isNamed = isUpstream && upstream.isPrivate
  if (!isNamed && hasPrivateAddress(url)) {
    throw toNotAllowed(upstream.host)
  }
  try {
    return await ask(upstream, url, form, { isUpstream, isNamed })
  } catch (cause) {
    // The other side closed a connection that was kept, at the moment at which it was used again.
    const isStale = cause instanceof StaleConnectionError
    try {
      if (isStale) return await ask(upstream, url, form, { isUpstream, isNamed })
    } catch (second) {
      throw toSilence(upstream, second)
    }
    throw toSilence(upstream, cause)
  }
}

function toSilence({ host }: Upstream, cause: unknown): UpstreamError {
  if (cause instanceof PrivateAddressError) return toNotAllowed(host, cause)
  return new UpstreamError('refused', `${host} cannot be reached, or gives no answer.`, {
    cause,
    isSilence: true,
    reason: 'unreachable',
  })
}

function toNotAllowed(host: string, cause?: unknown): UpstreamError {
  return new UpstreamError('invalid', `${host} leads to an address that is not allowed.`, {
    cause,
    reason: 'not-allowed',
  })
}

class StaleConnectionError extends Error {
  override name = 'StaleConnectionError'
}

async function ask(
  upstream: Upstream,
  url: URL,
  { method, headers }: RequestForm,
  { isUpstream, isNamed }: { isUpstream: boolean; isNamed: boolean },
): Promise<IncomingMessage> {
  const { authorization, ...others } = headers
  const isSecure = url.protocol === 'https:'
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const request = (isSecure ? requestSecure : requestPlain)(
    url,
    {
      method,
      headers: {
        ...others,
        ...(isUpstream && authorization !== undefined && { authorization }),
        // Sizes and digests are those of the bytes as they are stored.
        'accept-encoding': 'identity',
        'user-agent': 'public-gallery-registry',
      },
      ...(!isNamed && { lookup: lookUpPublicAddress }),
      agent: agents[isNamed ? 'named' : isUpstream ? 'public' : 'elsewhere'][isSecure ? 'https:' : 'http:'],
    },
    resolve,
  )
  // Silence of the body is one too: the answer is then destroyed with this.
  request.setTimeout(upstream.timeoutMs, () => request.destroy(new Error('silent')))
  // Neither a connection that does not come about counts as silence above, nor headers that come byte by byte.
  const deadline = setTimeout(() => request.destroy(new Error('silent')), upstream.timeoutMs)
  request.on('error', (error) => {
    const isReset = 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
    reject(request.reusedSocket && isReset ? new StaleConnectionError('', { cause: error }) : error)
  })
  request.end()
  try {
    return await promise
  } finally {
    clearTimeout(deadline)
  }
}

/**
 * Reads a small answer.
 * @throws {UpstreamError} `invalid` for more than `maxBytes`, `refused` when it breaks off, or comes so slowly that it may never end
 */
export async function readUpstreamBody(
  upstream: Upstream,
  answer: IncomingMessage,
  maxBytes: number,
): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  const slow = () => answer.destroy(new Error('slow'))
  const deadline = setTimeout(slow, upstream.timeoutMs * wholeFactor)
  try {
    for await (const chunk of answer) {
      size += chunk.length
      if (size > maxBytes) break
      chunks.push(chunk)
    }
  } catch (cause) {
    throw new UpstreamError('refused', `${upstream.host} broke off its answer.`, {
      cause,
      isSilence: true,
      reason: 'broken-off',
    })
  } finally {
    clearTimeout(deadline)
  }
  if (size > maxBytes) {
    throw new UpstreamError('invalid', `${upstream.host} answers with more than ${maxBytes} bytes.`, {
      reason: 'too-large',
    })
  }
  return Buffer.concat(chunks)
}
