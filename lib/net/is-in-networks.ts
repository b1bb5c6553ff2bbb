/** Tells whether an address is in one of some networks. */

import { BlockList } from 'node:net'
import { LRUCache } from 'lru-cache'
import type { Network } from '#lib/config/networks.ts'

/** As many answers as are remembered: clients come again, and looking into the list takes longer than all else. */
const maxKnown = 10_000

/** @returns a test of addresses as `toAddress` writes them */
export function createNetworkTest(networks: readonly Network[]): (address: string) => boolean {
  const list = new BlockList()
  for (const { address, prefixBits, family } of networks) list.addSubnet(address, prefixBits, family)
  // Addresses: 45 characters at most.
  const known = new LRUCache<string, boolean>({ max: maxKnown })
  return (address) => {
    const remembered = known.get(address)
    if (remembered !== undefined) return remembered
    const isIn = address !== '' && list.check(address, address.includes(':') ? 'ipv6' : 'ipv4')
    known.set(address, isIn)
    return isIn
  }
}
