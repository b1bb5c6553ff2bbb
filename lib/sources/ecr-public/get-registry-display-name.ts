/** GetRegistryCatalogData: the display name of the caller's own registry. The API has no call for others'. */
import { GetRegistryCatalogDataCommand } from '@aws-sdk/client-ecr-public'
import { callApi, type EcrPublic } from './call-api.ts'
import { toDisplayName } from './to-display-name.ts'

/**
 * Reads the display name.
 * @returns null when none is set
 * @throws {EcrPublicError}
 */
export async function getRegistryDisplayName(api: EcrPublic): Promise<string | null> {
  const answer = await callApi(api, 'GetRegistryCatalogData', (client) =>
    client.send(new GetRegistryCatalogDataCommand({})),
  )
  return toDisplayName(answer.registryCatalogData?.displayName ?? '')
}
