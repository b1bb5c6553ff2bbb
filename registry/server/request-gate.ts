/**
 * Lets in as many requests as the program can work on, in all and from each client, and none with an address or headers
 * beyond reason. A client that is kept out is told why; the rest goes on being served.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Config } from '#lib/config/config.ts'
import { toClientNetwork } from '#lib/net/client-address.ts'
import { createNetworkTest } from '#lib/net/is-in-networks.ts'
import type { Refusal } from './refusal.ts'

/** No address of either API is nearly as long; together with all headers there are 16 KiB. */
const maxUrlLength = 8192
const maxHeaders = 100
const comeAgain = { 'retry-after': '1' }

export interface RequestGate {
  /** Null when the request may come in: it then counts until its response is closed. */
  admit(request: IncomingMessage, response: ServerResponse, sourceIp: string): Refusal | null
}

export function createRequestGate({
  maxRequests,
  maxRequestsPerClient,
  unlimitedClients,
}: Pick<Config, 'maxRequests' | 'maxRequestsPerClient' | 'unlimitedClients'>): RequestGate {
  const isUnlimited = createNetworkTest(unlimitedClients)
  const countOf = new Map<string, number>()
  let total = 0

  return {
    admit(request, response, sourceIp) {
      const refusal = checkForm(request)
      if (refusal !== null) return refusal
      if (total >= maxRequests) {
        const message = 'The registry is working on as many requests as it can. Try again in a moment.'
        return { status: 503, message, headers: comeAgain }
      }
      const client = isUnlimited(sourceIp) ? null : toClientNetwork(sourceIp)
      const count = client === null ? 0 : (countOf.get(client) ?? 0)
      if (count >= maxRequestsPerClient) {
        const message = `The registry is working on ${count} requests of your address, and takes no more at a time. Try again when they are answered.`
        return { status: 503, message, headers: comeAgain }
      }
      total += 1
      if (client !== null) countOf.set(client, count + 1)
      response.once('close', () => {
        total -= 1
        if (client === null) return
        const left = (countOf.get(client) ?? 1) - 1
        if (left === 0) countOf.delete(client)
        else countOf.set(client, left)
      })
      return null
    },
  }
}

function checkForm({ url = '', rawHeaders }: IncomingMessage): Refusal | null {
  if (url.length > maxUrlLength) {
    return { status: 414, message: `The address has ${url.length} characters; ${maxUrlLength} are the most.` }
  }
  if (rawHeaders.length / 2 > maxHeaders) {
    const message = `The request has ${rawHeaders.length / 2} headers; ${maxHeaders} are the most.`
    return { status: 431, message }
  }
  return null
}
