/**
 * How often one client may search. A search is the dearest thing that a stranger can ask this program for, and the answers are made on
 * the thread that everybody's pages come from.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isCatalogDataPath } from '#lib/addresses/catalog-data-operations.ts'
import type { Config } from '#lib/config/config.ts'
import { createClientAddress, toClientNetwork } from '#lib/net/client-address.ts'
import { createNetworkTest } from '#lib/net/is-in-networks.ts'
import { createTokenBuckets } from '#lib/net/token-buckets.ts'
import { toShortHeaders } from './short-document.ts'

const searchPath = /^\/+api\/(?:search|suggest)(?:\/|$)/
/** As many seconds' worth may come at once, as somebody's who types fast in several windows. */
const burstSeconds = 5

type LimitConfig = Pick<
  Config,
  'searchesPerSecond' | 'unlimitedClients' | 'trustedProxies' | 'forwardedHeader'
>

/** @returns true when the request has had its answer: 429, and when to come back */
export function createSearchLimit(
  config: LimitConfig,
  clock: () => Date = () => new Date(),
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const perSecond = config.searchesPerSecond
  if (perSecond === 0) return () => false
  const readClient = createClientAddress(config)
  const isUnlimited = createNetworkTest(config.unlimitedClients)
  const buckets = createTokenBuckets(clock)
  const rate = { perSecond, burst: Math.max(1, Math.ceil(perSecond * burstSeconds)) }
  return (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? ''
    if (!searchPath.test(path) && !isCatalogDataPath(path)) return false
    const client = readClient(request.socket.remoteAddress, request.headers)
    if (client === '' || isUnlimited(client)) return false
    const { isAllowed, retryAfterMs } = buckets.take(toClientNetwork(client), rate)
    if (isAllowed) return false
    const seconds = Math.max(1, Math.ceil(retryAfterMs / 1000))
    const body = JSON.stringify({
      message: `One client may search ${perSecond} times a second here. Try again in ${seconds} s.`,
    })
    response
      .writeHead(429, { ...toShortHeaders(body, 'application/json'), 'retry-after': String(seconds) })
      .end(request.method === 'HEAD' ? undefined : body)
    return true
  }
}
