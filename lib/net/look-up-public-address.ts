/**
 * Keeps calls that others decide about (a logo's URL, a registry's redirect) on the public internet, so that nobody can
 * make the gallery call machines behind its firewall. The address that is checked is the one that is called.
 */
import { lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { isPublicAddress } from './is-public-address.ts'

/** A name, or an address, that is not on the public internet. */
export class PrivateAddressError extends Error {
  override name = 'PrivateAddressError'
}

/** Looks a name up, and refuses it unless every address it has is a public one. */
export const lookUpPublicAddress: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? []
    if (error !== null) return callback(error, [])
    if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address))) {
      return callback(new PrivateAddressError(`${hostname} is not on the public internet.`), [])
    }
    return options.all === true ? callback(null, addresses) : callback(null, first.address, first.family)
  })
}

/** True for a URL whose host is an address that is not public. A literal address is never looked up. */
export function hasPrivateAddress(url: URL): boolean {
  const literal = url.hostname.replace(/^\[|\]$/g, '')
  return /^[\d.]+$|:/.test(literal) && !isPublicAddress(literal)
}
