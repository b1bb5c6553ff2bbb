/** DescribeRegistries: the registries that the caller may see; on AWS, its own one. */
import { DescribeRegistriesCommand, type Registry } from '@aws-sdk/client-ecr-public'
import { callApi, type EcrPublic } from './call-api.ts'
import { toForeignAnswerError } from './ecr-public-error.ts'
import { createPageGuard } from './page-guard.ts'

export interface EcrPublicRegistry {
  registryId: string
  verified: boolean
  /** Active aliases, the primary one first. A registry without any has no page. */
  aliases: string[]
}

/**
 * Lists every registry, each once, however often the API names it.
 * @throws {EcrPublicError} also when what answers is not the ECR Public API
 */
export async function listRegistries(api: EcrPublic): Promise<EcrPublicRegistry[]> {
  const registries = new Map<string, EcrPublicRegistry>()
  const guard = createPageGuard('DescribeRegistries')
  let nextToken: string | undefined
  do {
    const answer = await callApi(api, 'DescribeRegistries', (client) =>
      client.send(new DescribeRegistriesCommand({ maxResults: 1000, nextToken })),
    )
    if (answer.registries === undefined) throw toForeignAnswerError('DescribeRegistries', api.endpoint)
    for (const registry of answer.registries) {
      if (registry.registryId === undefined) continue
      registries.set(registry.registryId, toRegistry(registry.registryId, registry))
    }
    nextToken = answer.nextToken
    guard.check(nextToken)
  } while (nextToken !== undefined)
  return [...registries.values()]
}

function toRegistry(registryId: string, registry: Registry): EcrPublicRegistry {
  const aliases = (registry.aliases ?? [])
    .filter((alias) => alias.status === 'ACTIVE')
    .sort((a, b) => Number(b.primaryRegistryAlias ?? false) - Number(a.primaryRegistryAlias ?? false))
    .flatMap((alias) => (alias.name === undefined ? [] : [alias.name]))
  return { registryId, verified: registry.verified ?? false, aliases }
}
