/**
 * Fetches a logo so that the gallery can show it from its own origin. The URL comes from the API, never from a
 * visitor; still it may only lead to the configured registry, or over https to a host on the public internet:
 * a registry must not be able to make the gallery call machines behind its firewall.
 */

import type { IncomingMessage } from 'node:http'
import { toEndpointUrl } from '#lib/config/catalog-sources.ts'
import type { Config, Endpoint } from '#lib/config/config.ts'
import { hasPrivateAddress, lookUpPublicAddress } from '#lib/net/look-up-public-address.ts'
import { openUrl, readAtMost } from '#lib/net/open-url.ts'

const maxBytes = 1_000_000
const timeoutMs = 5_000
const contentTypes = ['image/png', 'image/jpeg'] as const

export interface Logo {
  bytes: Uint8Array<ArrayBuffer>
  contentType: (typeof contentTypes)[number]
}

/** Where a logo may be fetched from; only the configured registry may be anywhere. */
export interface LogoSource {
  url: URL
  isConfigured: boolean
}

/**
 * Fetches the logo: at most 1 MB of PNG or JPEG, within 5 seconds, without following redirects.
 * @param endpoint of the source that the repository comes from
 * @returns null when it may not be fetched, or cannot be
 */
export async function fetchLogo(logoUrl: string, endpoint: Endpoint, config: Config): Promise<Logo | null> {
  const source = toLogoSource(logoUrl, endpoint, config)
  if (source === null) return null
  try {
    return await readLogo(await get(source))
  } catch {
    return null
  }
}

/** Decides whether a logo's URL may be called, and by which address; null when it may not. */
export function toLogoSource(logoUrl: string, endpoint: Endpoint, config: Config): LogoSource | null {
  if (!URL.canParse(logoUrl)) return null
  const url = new URL(logoUrl)
  if (url.username !== '' || url.password !== '') return null
  const endpointUrl = toEndpointUrl(endpoint, config)
  if (endpointUrl !== null && url.origin === new URL(config.registryUrl).origin) {
    // Visitors reach the embedded registry under a name that may mean nothing on this machine.
    const origin = endpoint.kind === 'embedded' ? endpointUrl : url.origin
    return { url: new URL(`${url.pathname}${url.search}`, origin), isConfigured: true }
  }
  if (endpointUrl !== null && url.origin === new URL(endpointUrl).origin) return { url, isConfigured: true }
  return url.protocol === 'https:' && url.port === '' ? { url, isConfigured: false } : null
}

async function get({ url, isConfigured }: LogoSource): Promise<IncomingMessage> {
  if (!isConfigured && hasPrivateAddress(url)) throw new Error(`${url.hostname} is not a public address.`)
  return openUrl(url, {
    signal: AbortSignal.timeout(timeoutMs),
    headers: { accept: contentTypes.join(', ') },
    lookup: isConfigured ? undefined : lookUpPublicAddress,
  })
}

async function readLogo(response: IncomingMessage): Promise<Logo | null> {
  const mediaType = response.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  const contentType = contentTypes.find((type) => type === mediaType)
  if (response.statusCode !== 200 || contentType === undefined) {
    response.destroy()
    return null
  }
  const bytes = await readAtMost(response, maxBytes)
  return bytes && { bytes: new Uint8Array(bytes), contentType }
}
