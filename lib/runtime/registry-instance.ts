/** The clients of the distribution API: where images are pulled from follows from where the catalogue is read. */

import { isLoopbackHost } from '#lib/commands/pull-reference.ts'
import { toEndpointUrl } from '#lib/config/catalog-sources.ts'
import { type Config, type Endpoint, readConfig } from '#lib/config/config.ts'
import type { RegistryCall } from '#lib/oci-client/registry-call.ts'
import { createRegistryClient, type RegistryClient } from '#lib/oci-client/registry-client.ts'
import { createOciClient, toOciCall } from '#lib/sources/oci/create-oci-client.ts'

const key = Symbol.for('public-gallery.registry-clients')

/** An endpoint may name several hosts in its references, and there may be fifty sources; clients of more are not kept. */
const maxClients = 60

export interface RegistryAddress {
  baseUrl: string
  /** Further names under which the registry speaks of itself. */
  otherHosts: string[]
}

/** The client for a repository of the source with this endpoint, and the repository's name there. */
export function getRegistryClient(uri: string, endpoint: Endpoint): { client: RegistryClient; name: string } {
  const holder = globalThis as { [key]?: Map<string, RegistryClient> }
  holder[key] ??= new Map()
  const clients = holder[key]
  const address = toRegistryAddress(uri, endpoint, readConfig())
  // Two sources may read one registry with different credentials.
  const place = endpoint.kind === 'oci' ? JSON.stringify(endpoint) : address.baseUrl
  const client =
    clients.get(place) ??
    (endpoint.kind === 'oci' ? createOciClient(endpoint) : createRegistryClient(address))
  if (clients.size < maxClients) clients.set(place, client)
  return { client, name: toNameInRegistry(uri) }
}

/** The name of a repository with its alias, as its registry has it. @example toNameInRegistry('public.ecr.aws/acme/web') // 'acme/web' */
export function toNameInRegistry(uri: string): string {
  return uri.slice(uri.indexOf('/') + 1)
}

/** The same for a thread, which makes a client of its own. */
export function getRegistryCall(uri: string, endpoint: Endpoint): RegistryCall {
  if (endpoint.kind === 'oci') return toOciCall(endpoint)
  return { ...toRegistryAddress(uri, endpoint, readConfig()), credentials: null }
}

/**
 * Where a repository is pulled from.
 * @param uri of the repository, as the API gives it: `public.ecr.aws/docker/library/busybox`
 * @param endpoint of the source that it comes from
 */
export function toRegistryAddress(uri: string, endpoint: Endpoint, config: Config): RegistryAddress {
  const endpointUrl = toEndpointUrl(endpoint, config)
  if (endpointUrl === null) return { baseUrl: 'https://public.ecr.aws', otherHosts: [] }
  if (endpoint.kind === 'embedded') {
    // Visitors reach the embedded registry under a name that may mean nothing on this machine.
    return { baseUrl: endpointUrl, otherHosts: [config.registryHost, new URL(config.registryUrl).host] }
  }
  const host = uri.split('/')[0] ?? ''
  return { baseUrl: `${isLoopbackHost(host) ? 'http' : 'https'}://${host}`, otherHosts: [] }
}
