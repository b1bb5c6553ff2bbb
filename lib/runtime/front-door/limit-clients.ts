/**
 * How often one client may ask for what is dear to answer. Clients are told apart by their network, behind the proxies that the operator
 * names; whom the operator does not limit is not counted.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Config } from '#lib/config/config.ts'
import { createClientAddress, toClientNetwork } from '#lib/net/client-address.ts'
import { createNetworkTest } from '#lib/net/is-in-networks.ts'
import { createTokenBuckets, type Rate } from '#lib/net/token-buckets.ts'
import { toProgramAnswer } from './program-answer.ts'

export type LimitConfig = Pick<
  Config,
  'searchesPerSecond' | 'unlimitedClients' | 'trustedProxies' | 'forwardedHeader'
>

/** @returns true when the request has had its answer: 429, and when to come back */
export type RequestLimit = (request: IncomingMessage, response: ServerResponse) => boolean

interface ClientLimit {
  /** Whether requests for this path are counted. */
  isCounted(path: string, method: string): boolean
  rate: Rate
  /** A sentence for who has asked too often. */
  reason: string
  /** How many answers one client may be reading. */
  atOnce?: { max: number; reason: string; retryAfterMs: number }
}

export function createClientLimit(
  config: LimitConfig,
  clock: () => Date,
  { isCounted, rate, reason, atOnce }: ClientLimit,
): RequestLimit {
  const readClient = createClientAddress(config)
  const isUnlimited = createNetworkTest(config.unlimitedClients)
  const buckets = createTokenBuckets(clock)
  const reading = new Map<string, number>()
  const change = (client: string, by: number) => {
    const count = (reading.get(client) ?? 0) + by
    if (count > 0) reading.set(client, count)
    else reading.delete(client)
  }
  return (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? ''
    if (!isCounted(path, request.method ?? 'GET')) return false
    const address = readClient(request.socket.remoteAddress, request.headers)
    if (address === '' || isUnlimited(address)) return false
    const client = toClientNetwork(address)
    if (atOnce !== undefined && (reading.get(client) ?? 0) >= atOnce.max) {
      refuse(request, response, atOnce)
      return true
    }
    const { isAllowed, retryAfterMs } = buckets.take(client, rate)
    if (!isAllowed) {
      refuse(request, response, { reason, retryAfterMs })
      return true
    }
    if (atOnce !== undefined) {
      change(client, 1)
      response.once('close', () => change(client, -1))
    }
    return false
  }
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { reason, retryAfterMs }: { reason: string; retryAfterMs: number },
): void {
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1000))
  const message = `${reason} Try again in ${seconds} s.`
  const { body, headers } = toProgramAnswer(request.url ?? '', 429, message)
  response
    .writeHead(429, { ...headers, 'retry-after': String(seconds) })
    .end(request.method === 'HEAD' ? undefined : body)
}
