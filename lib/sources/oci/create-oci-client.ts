/** The client of a registry that an entry of CATALOG_SOURCES_FILE names: the same for the sync, pages and images. */
import type { OciEndpoint } from '#lib/config/foreign-endpoints.ts'
import { readSourceSecret } from '#lib/config/read-source-secret.ts'
import { createRegistryClient, type RegistryClient } from '#lib/oci-client/registry-client.ts'

/** Makes it; a secret is read when it is needed. */
export function createOciClient({ url, pullHost, tokenHosts, credentials }: OciEndpoint): RegistryClient {
  return createRegistryClient({
    baseUrl: url,
    otherHosts: [pullHost],
    tokenHosts,
    getCredentials: () => credentials && readSourceSecret(credentials),
  })
}
