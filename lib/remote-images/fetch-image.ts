/**
 * Fetches an image that a publisher's text names: over https from the public internet, within bounds of size and time, without anything
 * that says who wants to see it. Redirects are followed by the same rules.
 */
import type { IncomingMessage } from 'node:http'
import type { LookupFunction } from 'node:net'
import { hasPrivateAddress, lookUpPublicAddress } from '#lib/net/look-up-public-address.ts'
import { openUrl, readAtMost } from '#lib/net/open-url.ts'
import { GALLERY_USER_AGENT } from '#lib/oci/gallery-user-agent.ts'
import { findImageType } from './find-image-type.ts'

export interface RemoteImage {
  bytes: Uint8Array
  contentType: string
}

export interface FetchImageOptions {
  signal: AbortSignal
  maxBytes: number
  /** Whom it may call; who is not on the public internet is refused. */
  rules?: CallRules
}

export interface CallRules {
  isAllowed(url: URL): boolean
  lookup: LookupFunction
}

const maxRedirects = 3
const headers = { accept: 'image/*', 'accept-encoding': 'identity', 'user-agent': GALLERY_USER_AGENT }
const redirects = new Set([301, 302, 303, 307, 308])

const publicInternet: CallRules = {
  isAllowed: (url) =>
    url.protocol === 'https:' &&
    url.port === '' &&
    url.username === '' &&
    url.password === '' &&
    !hasPrivateAddress(url),
  lookup: lookUpPublicAddress,
}

/**
 * @returns null for what will be no image at the next try either: not found, too large, or something else
 * @throws {Error} when the host cannot be reached, is too slow, or has trouble of its own
 */
export async function fetchImage(
  address: string,
  { signal, maxBytes, rules = publicInternet }: FetchImageOptions,
): Promise<RemoteImage | null> {
  let url = new URL(address)
  for (let hop = 0; hop <= maxRedirects; hop++) {
    if (!rules.isAllowed(url)) return null
    const response = await openUrl(url, { signal, headers, lookup: rules.lookup })
    const status = response.statusCode ?? 0
    if (status === 200) return readImage(response, maxBytes)
    response.destroy()
    if (status >= 500 || status === 429) throw new Error(`${url.host} answered ${status}.`)
    const next = redirects.has(status) ? URL.parse(response.headers.location ?? '', url) : null
    if (next === null) return null
    url = next
  }
  return null
}

async function readImage(response: IncomingMessage, maxBytes: number): Promise<RemoteImage | null> {
  const bytes = await readAtMost(response, maxBytes)
  const contentType = bytes && findImageType(bytes)
  return bytes === null || contentType === null ? null : { bytes, contentType }
}
