/** Reads what an image that is offered first says of others, for the index: what it is built on. */
import type { RepositoryRelations } from '#lib/catalog/catalog.ts'
import { orNull } from '#lib/oci-client/distribution-error.ts'
import { readOrigin } from '#lib/oci-client/read-origin.ts'
import type { RegistryClient } from '#lib/oci-client/registry-client.ts'

/** What cannot be read counts as not stated. */
export async function readRelations(
  client: RegistryClient,
  name: string,
  reference: string,
): Promise<RepositoryRelations> {
  const origin = await orNull(readOrigin(client, name, { reference, platform: null }))
  return { chainIds: origin?.chainIds ?? [], baseName: origin?.base?.name ?? null, deploys: [] }
}
