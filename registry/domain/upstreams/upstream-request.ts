/**
 * One request to an upstream, and where it leads. Only the upstream itself is given credentials; a redirect (layers often stand
 * on another host) is followed over TLS to the public internet, and never to a machine behind our firewall.
 */
import { type IncomingMessage, Agent as PlainAgent, request as requestPlain } from 'node:http'
import { request as requestSecure, Agent as SecureAgent } from 'node:https'
import type { Upstream } from '#lib/config/upstreams.ts'
import { hasPrivateAddress, lookUpPublicAddress } from '#lib/net/look-up-public-address.ts'
import { UpstreamError } from './upstream-error.ts'

const maxRedirects = 5
const redirects = new Set([301, 302, 303, 307, 308])
/** Without a byte for so long an upstream counts as silent. */
const silenceMs = 15_000

const agents = {
  'http:': new PlainAgent({ keepAlive: true, maxSockets: 64 }),
  'https:': new SecureAgent({ keepAlive: true, maxSockets: 64 }),
}

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
  timeoutMs = silenceMs,
): Promise<IncomingMessage> {
  let target = url
  for (let hop = 0; hop <= maxRedirects; hop++) {
    requireAllowed(upstream, target)
    const answer = await send(upstream, target, form, timeoutMs)
    if (!redirects.has(answer.statusCode ?? 0)) return answer
    answer.destroy()
    const next = URL.parse(answer.headers.location ?? '', target)
    if (next === null) throw new UpstreamError('invalid', `${upstream.host} redirects to nowhere.`)
    target = next
  }
  throw new UpstreamError('invalid', `${upstream.host} redirects without end.`)
}

/** Whom a token may be asked of, and whom a redirect may lead to. */
function requireAllowed(upstream: Upstream, url: URL): void {
  if (url.origin === upstream.origin && url.username === '') return
  const isPublic = url.protocol === 'https:' && url.username === '' && !hasPrivateAddress(url)
  if (isPublic) return
  throw new UpstreamError('invalid', `${upstream.host} leads to an address that is not allowed.`)
}

async function send(
  upstream: Upstream,
  url: URL,
  { method, headers }: RequestForm,
  timeoutMs: number,
): Promise<IncomingMessage> {
  const { authorization, ...others } = headers
  const isUpstream = url.origin === upstream.origin
  const isSecure = url.protocol === 'https:'
  const isNamed = isUpstream && upstream.isPrivate
  if (!isNamed && hasPrivateAddress(url)) {
    throw new UpstreamError('invalid', `${upstream.host} leads to an address that is not allowed.`)
  }
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
      ...(isNamed ? { agent: agents[isSecure ? 'https:' : 'http:'] } : { lookup: lookUpPublicAddress }),
      ...(!isNamed && isUpstream && { agent: agents[isSecure ? 'https:' : 'http:'] }),
    },
    resolve,
  )
  // Silence of the body is one too: the answer is then destroyed with this.
  request.setTimeout(timeoutMs, () => request.destroy(new Error('silent')))
  request.on('error', reject)
  request.end()
  try {
    return await promise
  } catch (cause) {
    throw new UpstreamError('refused', `${upstream.host} cannot be reached, or gives no answer.`, { cause })
  }
}

/** Reads a small answer. @throws {UpstreamError} `invalid` for more than `maxBytes`, `refused` when it breaks off */
export async function readUpstreamBody(
  upstream: Upstream,
  answer: IncomingMessage,
  maxBytes: number,
): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of answer) {
      size += chunk.length
      if (size > maxBytes) break
      chunks.push(chunk)
    }
  } catch (cause) {
    throw new UpstreamError('refused', `${upstream.host} broke off its answer.`, { cause })
  }
  if (size > maxBytes) {
    throw new UpstreamError('invalid', `${upstream.host} answers with more than ${maxBytes} bytes.`)
  }
  return Buffer.concat(chunks)
}
