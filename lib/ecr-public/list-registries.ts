/** DescribeRegistries: the registries that the caller may see; on AWS, its own one. */
import { DescribeRegistriesCommand, type Registry } from '@aws-sdk/client-ecr-public'
import { callApi, type EcrPublic } from './call-api.ts'

export interface EcrPublicRegistry {
  registryId: string
  verified: boolean
  /** Active aliases, the primary one first. A registry without any has no page. */
  aliases: string[]
}

/**
 * Lists every registry.
 * @throws {EcrPublicError}
 */
export async function listRegistries(api: EcrPublic): Promise<EcrPublicRegistry[]> {
  const registries: EcrPublicRegistry[] = []
  let nextToken: string | undefined
  do {
    const answer = await callApi(api, 'DescribeRegistries', (client) =>
      client.send(new DescribeRegistriesCommand({ maxResults: 1000, nextToken })),
    )
    for (const registry of answer.registries ?? []) {
      if (registry.registryId !== undefined) registries.push(toRegistry(registry.registryId, registry))
    }
    nextToken = answer.nextToken
  } while (nextToken !== undefined)
  return registries
}

function toRegistry(registryId: string, registry: Registry): EcrPublicRegistry {
  const aliases = (registry.aliases ?? [])
    .filter((alias) => alias.status === 'ACTIVE')
    .sort((a, b) => Number(b.primaryRegistryAlias ?? false) - Number(a.primaryRegistryAlias ?? false))
    .flatMap((alias) => (alias.name === undefined ? [] : [alias.name]))
  return { registryId, verified: registry.verified ?? false, aliases }
}
