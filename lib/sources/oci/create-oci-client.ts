/** The client of a registry that an entry of CATALOG_SOURCES_FILE names: the same for the sync, pages and images. */
import type { OciEndpoint } from '#lib/config/foreign-endpoints.ts'
import { readSourceSecret } from '#lib/config/read-source-secret.ts'
import type { RegistryCall } from '#lib/oci-client/registry-call.ts'
import { createRegistryClient, type RegistryClient } from '#lib/oci-client/registry-client.ts'

/** Makes it; a secret is read when it is needed. */
export function createOciClient(endpoint: OciEndpoint): RegistryClient {
  return createRegistryClient({ ...toAddress(endpoint), getCredentials: () => readCredentials(endpoint) })
}

/** The same as plain data, with the secret as it is now. */
export function toOciCall(endpoint: OciEndpoint): RegistryCall {
  return { ...toAddress(endpoint), credentials: readCredentials(endpoint) }
}

function toAddress({ url, pullHost, tokenHosts }: OciEndpoint) {
  return { baseUrl: url, otherHosts: [pullHost], tokenHosts }
}

function readCredentials({ credentials }: OciEndpoint) {
  return credentials && readSourceSecret(credentials)
}
