/** Which proxies stand before the registry, so that what they say of a client can be told from what the client says of itself. */
import { isIP } from 'node:net'
import { z } from 'zod'

export type TrustedProxies =
  /** Nobody's word is taken: the client is who has connected. */
  | { kind: 'none' }
  /** As many proxies, one behind the other, whatever their addresses. */
  | { kind: 'hops'; count: number }
  /** Proxies with an address in one of these networks. */
  | { kind: 'networks'; networks: ProxyNetwork[] }

export interface ProxyNetwork {
  address: string
  prefixBits: number
  family: 'ipv4' | 'ipv6'
}

const maxHops = 16

/**
 * Reads a number of hops, or addresses and CIDR networks (RFC 4632, RFC 4291) separated by commas.
 * @example trustedProxies.parse('10.0.0.0/8, ::1')
 */
export const trustedProxies = z.string().transform((text, context): TrustedProxies => {
  const entries = text.split(',').map((entry) => entry.trim())
  const [only = ''] = entries
  if (entries.length === 1 && /^\d{1,2}$/.test(only) && Number(only) <= maxHops) {
    return only === '0' ? { kind: 'none' } : { kind: 'hops', count: Number(only) }
  }
  const networks: ProxyNetwork[] = []
  for (const entry of entries) {
    const network = parseNetwork(entry)
    if (network === null) {
      const message = `'${entry}' is neither an address nor a network; write a number of proxies from 0 to ${maxHops}, or addresses such as 10.0.0.0/8, separated by commas`
      context.addIssue({ code: 'custom', message })
      return z.NEVER
    }
    networks.push(network)
  }
  return { kind: 'networks', networks }
})

function parseNetwork(text: string): ProxyNetwork | null {
  const [address = '', bits, ...rest] = text.split('/')
  const version = isIP(address)
  if (version === 0 || address.includes('%') || rest.length > 0) return null
  const most = version === 4 ? 32 : 128
  const prefixBits = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN
  if (!(prefixBits <= most)) return null
  return { address, prefixBits, family: version === 4 ? 'ipv4' : 'ipv6' }
}
