/** Tells whether an address is in one of some networks. */
import { BlockList } from 'node:net'
import type { Network } from '#lib/config/networks.ts'

/** @returns a test of addresses as `toAddress` writes them */
export function createNetworkTest(networks: readonly Network[]): (address: string) => boolean {
  const list = new BlockList()
  for (const { address, prefixBits, family } of networks) list.addSubnet(address, prefixBits, family)
  return (address) => address !== '' && list.check(address, address.includes(':') ? 'ipv6' : 'ipv4')
}
