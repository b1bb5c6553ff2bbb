/** Is an address in a range of CIDR notation, or the address itself (RFC 4632; RFC 4291, section 2.3)? */

import { BlockList, isIP } from 'node:net'
import { LRUCache } from 'lru-cache'

interface Range {
  family: 'ipv4' | 'ipv6'
  list: BlockList
}

/** No range is longer than the longest address with its length. */
const maxRangeLength = 64
/** Ranges of policies, parsed once; policies have few, and a range takes about a kilobyte. */
const known = new LRUCache<string, { range: Range | null }>({ max: 5_000 })

/** Null when one of the two is no address: nothing follows from it. */
export function isIpInRange(address: string, range: string): boolean | null {
  const family = toFamily(address)
  const parsed = toRange(range)
  if (family === null || parsed === null) return null
  // One list would take an address of IPv4 for the one of IPv6 that it is mapped to.
  return parsed.family === family && parsed.list.check(address, family)
}

function toRange(text: string): Range | null {
  if (text.length > maxRangeLength) return null
  const remembered = known.get(text)
  if (remembered !== undefined) return remembered.range
  const range = parseRange(text)
  known.set(text, { range })
  return range
}

function parseRange(range: string): Range | null {
  const [, network = '', length] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(range) ?? []
  const family = toFamily(network)
  if (family === null) return null
  const bits = family === 'ipv4' ? 32 : 128
  const prefix = length === undefined ? bits : Number(length)
  if (prefix > bits) return null
  const list = new BlockList()
  list.addSubnet(network, prefix, family)
  return { family, list }
}

function toFamily(address: string): 'ipv4' | 'ipv6' | null {
  const version = isIP(address)
  return version === 0 ? null : version === 4 ? 'ipv4' : 'ipv6'
}
