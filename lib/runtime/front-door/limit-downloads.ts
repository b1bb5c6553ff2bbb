/**
 * How many files of layers one client may take: each is a layer that is read again up to there, by one of a few threads that all share.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Config } from '#lib/config/config.ts'
import { createClientAddress, toClientNetwork } from '#lib/net/client-address.ts'
import { createNetworkTest } from '#lib/net/is-in-networks.ts'
import { createTokenBuckets } from '#lib/net/token-buckets.ts'
import { toShortHeaders } from './short-document.ts'

const filePath = /^\/+api\/file\//
const rate = { perSecond: 1, burst: 20 }
const maxAtOnce = 2

type LimitConfig = Pick<
  Config,
  'searchesPerSecond' | 'unlimitedClients' | 'trustedProxies' | 'forwardedHeader'
>

/** Where searches are not limited, nor are these. @returns true when the request has had its answer: 429, and when to come back */
export function createDownloadLimit(
  config: LimitConfig,
  clock: () => Date = () => new Date(),
): (request: IncomingMessage, response: ServerResponse) => boolean {
  if (config.searchesPerSecond === 0) return () => false
  const readClient = createClientAddress(config)
  const isUnlimited = createNetworkTest(config.unlimitedClients)
  const buckets = createTokenBuckets(clock)
  const atOnce = new Map<string, number>()
  const change = (client: string, by: number) => {
    const count = (atOnce.get(client) ?? 0) + by
    if (count > 0) atOnce.set(client, count)
    else atOnce.delete(client)
  }
  return (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? ''
    if (!filePath.test(path)) return false
    const address = readClient(request.socket.remoteAddress, request.headers)
    if (address === '' || isUnlimited(address)) return false
    const client = toClientNetwork(address)
    if ((atOnce.get(client) ?? 0) >= maxAtOnce) {
      refuse(request, response, `One client may take ${maxAtOnce} files at once here.`, 2_000)
      return true
    }
    const { isAllowed, retryAfterMs } = buckets.take(client, rate)
    if (!isAllowed) {
      refuse(request, response, `One client may take ${rate.perSecond} file a second here.`, retryAfterMs)
      return true
    }
    change(client, 1)
    response.once('close', () => change(client, -1))
    return false
  }
}

function refuse(request: IncomingMessage, response: ServerResponse, reason: string, retryAfterMs: number) {
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1000))
  const body = JSON.stringify({ message: `${reason} Try again in ${seconds} s.` })
  response
    .writeHead(429, { ...toShortHeaders(body, 'application/json'), 'retry-after': String(seconds) })
    .end(request.method === 'HEAD' ? undefined : body)
}
