/** How a registry is called, as plain data: a thread has no part in the clients of the program, and makes its own. */
import type { RegistryCredentials } from './anonymous-tokens.ts'
import { createRegistryClient, type RegistryClient, type RegistryClientOptions } from './registry-client.ts'

export interface RegistryCall extends Pick<RegistryClientOptions, 'baseUrl' | 'otherHosts' | 'tokenHosts'> {
  /** As they are now. */
  credentials: RegistryCredentials | null
}

/** Makes the client. */
export function openRegistry({ credentials, ...call }: RegistryCall): RegistryClient {
  return createRegistryClient({ ...call, getCredentials: () => credentials })
}
