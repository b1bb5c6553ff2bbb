/** Which proxies stand before the registry, so that what they say of a client can be told from what the client says of itself. */
import { z } from 'zod'
import { type Network, parseNetworks } from './networks.ts'

export type TrustedProxies =
  /** Nobody's word is taken: the client is who has connected. */
  | { kind: 'none' }
  /** As many proxies, one behind the other, whatever their addresses. */
  | { kind: 'hops'; count: number }
  /** Proxies with an address in one of these networks. */
  | { kind: 'networks'; networks: Network[] }

const maxHops = 16

/**
 * Reads a number of hops, or networks.
 * @example trustedProxies.parse('10.0.0.0/8, ::1')
 */
export const trustedProxies = z.string().transform((text, context): TrustedProxies => {
  if (/^\d{1,2}$/.test(text) && Number(text) <= maxHops) {
    return text === '0' ? { kind: 'none' } : { kind: 'hops', count: Number(text) }
  }
  const parsed = parseNetworks(text)
  if (typeof parsed !== 'string') return { kind: 'networks', networks: parsed }
  const message = `'${parsed}' is neither an address nor a network; write a number of proxies from 0 to ${maxHops}, or addresses such as 10.0.0.0/8, separated by commas`
  context.addIssue({ code: 'custom', message })
  return z.NEVER
})
