/** Networks of clients and proxies in the configuration: addresses and CIDR blocks (RFC 4632, RFC 4291), separated by commas. */
import { isIP } from 'node:net'
import { z } from 'zod'

export interface Network {
  address: string
  prefixBits: number
  family: 'ipv4' | 'ipv6'
}

/** @example networks.parse('10.0.0.0/8, ::1') */
export const networks = z.string().transform((text, context): Network[] => {
  const parsed = parseNetworks(text)
  if (typeof parsed !== 'string') return parsed
  const message = `'${parsed}' is neither an address nor a network; write addresses such as 10.0.0.0/8, separated by commas`
  context.addIssue({ code: 'custom', message })
  return z.NEVER
})

/** The networks, or the first entry that is none. */
export function parseNetworks(text: string): Network[] | string {
  const found: Network[] = []
  for (const entry of text.split(',').map((part) => part.trim())) {
    const network = parseNetwork(entry)
    if (network === null) return entry
    found.push(network)
  }
  return found
}

function parseNetwork(text: string): Network | null {
  const [address = '', bits, ...rest] = text.split('/')
  const version = isIP(address)
  if (version === 0 || address.includes('%') || rest.length > 0) return null
  const most = version === 4 ? 32 : 128
  const prefixBits = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN
  if (!(prefixBits <= most)) return null
  return { address, prefixBits, family: version === 4 ? 'ipv4' : 'ipv6' }
}
