/** The clients of the distribution API: where images are pulled from follows from where the catalogue is read. */
import type { Config } from '#lib/config/config.ts'
import { readConfig } from '#lib/config/config.ts'
import { createRegistryClient, type RegistryClient } from '#lib/distribution/registry-client.ts'
import { toEndpointUrl } from '#lib/ecr-public/client.ts'
import { isLoopbackHost } from '#lib/oci/pull-reference.ts'

const key = Symbol.for('public-gallery.registry-clients')

/** An endpoint may name several hosts in its references; clients of more are not kept. */
const maxClients = 8

export interface RegistryAddress {
  baseUrl: string
  /** Further names under which the registry speaks of itself. */
  otherHosts: string[]
}

/** The client for a repository, and its name there. */
export function getRegistryClient(uri: string): { client: RegistryClient; name: string } {
  const { baseUrl, otherHosts } = toRegistryAddress(uri, readConfig())
  const holder = globalThis as { [key]?: Map<string, RegistryClient> }
  holder[key] ??= new Map()
  const clients = holder[key]
  const client = clients.get(baseUrl) ?? createRegistryClient({ baseUrl, otherHosts })
  if (clients.size < maxClients) clients.set(baseUrl, client)
  return { client, name: uri.slice(uri.indexOf('/') + 1) }
}

/**
 * Where a repository is pulled from.
 * @param uri of the repository, as the API gives it: `public.ecr.aws/docker/library/busybox`
 */
export function toRegistryAddress(uri: string, config: Config): RegistryAddress {
  const endpoint = toEndpointUrl(config)
  if (endpoint === null) return { baseUrl: 'https://public.ecr.aws', otherHosts: [] }
  if (config.source.kind === 'embedded') {
    // Visitors reach the embedded registry under a name that may mean nothing on this machine.
    return { baseUrl: endpoint, otherHosts: [config.registryHost, new URL(config.registryUrl).host] }
  }
  const host = uri.split('/')[0] ?? ''
  return { baseUrl: `${isLoopbackHost(host) ? 'http' : 'https'}://${host}`, otherHosts: [] }
}
