/**
 * Where a request comes from. That is the peer that connected, unless the operator has said which proxies stand before the
 * registry: then it is what the outermost of them says, read from the right of one header, so that nothing which a client
 * writes into that header itself counts (RFC 7239, section 8.1).
 */
import type { IncomingHttpHeaders } from 'node:http'
import { isIP, SocketAddress } from 'node:net'
import type { Config } from '#lib/config/config.ts'
import { createNetworkTest } from './is-in-networks.ts'
import { parseForwarded, parseForwardedFor } from './parse-forwarded.ts'

/**
 * Takes the address of the peer and the request's headers; gives the client's address as `toAddress` writes it, empty when
 * the peer has gone.
 */
export type ReadClientAddress = (peer: string | undefined, headers: IncomingHttpHeaders) => string

/** How to find the client behind the configured proxies. */
export function createClientAddress({
  trustedProxies,
  forwardedHeader,
}: Pick<Config, 'trustedProxies' | 'forwardedHeader'>): ReadClientAddress {
  if (trustedProxies.kind === 'none') return (peer = '') => toAddress(peer) ?? ''
  const isProxy = toProxyTest(trustedProxies)
  return (peer = '', headers) => {
    let address = toAddress(peer) ?? ''
    if (address === '') return address
    const told = readHops(headers[forwardedHeader], forwardedHeader)
    for (let hops = 0; isProxy(address, hops); hops += 1) {
      const next = toAddress(told.pop() ?? '')
      // A proxy that doesn't know, or doesn't tell, is the last one that is known.
      if (next === null) break
      address = next
    }
    return address
  }
}

/**
 * One spelling for each address: IPv4 that is mapped into IPv6 as IPv4, IPv6 in short, without port and zone.
 * @returns null for what is no address
 * @example toAddress('[::FFFF:192.0.2.1]:443') // '192.0.2.1'
 */
export function toAddress(text: string): string | null {
  if (!text.includes(':')) return isIP(text) === 4 ? text : null
  const bare = withoutPort(text).split('%', 1)[0] ?? ''
  const version = isIP(bare)
  if (version === 4) return bare
  if (version === 0) return null
  const { address } = new SocketAddress({ address: bare, family: 'ipv6' })
  return address.startsWith('::ffff:') && isIP(address.slice(7)) === 4 ? address.slice(7) : address
}

/**
 * The network that counts as one client: an IPv4 address, or the /64 of an IPv6 one, which is what one customer has
 * at least (RFC 6177).
 * @param address as `toAddress` writes it
 * @example toClientNetwork('2001:db8::1') // '2001:db8:0:0::/64'
 */
export function toClientNetwork(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.split('::')
  const before = head === '' ? [] : head.split(':')
  const groupsAfter = tail === undefined || tail === '' ? [] : tail.split(':')
  const missing = tail === undefined ? 0 : 8 - before.length - groupsAfter.length
  const groups = [...before, ...Array<string>(missing).fill('0'), ...groupsAfter]
  return `${groups.slice(0, 4).join(':')}::/64`
}

function toProxyTest(trusted: Config['trustedProxies']): (address: string, hops: number) => boolean {
  if (trusted.kind === 'none') return () => false
  if (trusted.kind === 'hops') return (_address, hops) => hops < trusted.count
  return createNetworkTest(trusted.networks)
}

function readHops(header: string | string[] | undefined, name: Config['forwardedHeader']): string[] {
  if (header === undefined) return []
  const text = Array.isArray(header) ? header.join(',') : header
  const hops = name === 'forwarded' ? parseForwarded(text) : parseForwardedFor(text)
  return hops.map((hop) => hop ?? '')
}

function withoutPort(text: string): string {
  if (text.startsWith('[')) return /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text)?.[1] ?? ''
  // With one colon it is IPv4 and a port.
  return text.split(':').length === 2 ? text.slice(0, text.indexOf(':')) : text
}
