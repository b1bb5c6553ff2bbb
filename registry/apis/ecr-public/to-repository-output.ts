/** The answer's form of a repository. */

import type { Repository } from '#registry/store/entities.ts'
import { toRepositoryArn } from '#registry/wire/aws-json/arn.ts'
import { toTimestamp } from '#registry/wire/aws-json/to-timestamp.ts'
import type { ReadContext } from './operation.ts'

/** Repositories of the registry that the call is about, as `Repository` of the service model. */
export async function toRepositoryOutputs(
  context: ReadContext<'aliases', 'config'>,
  repositories: readonly Repository[],
): Promise<object[]> {
  const aliases = await context.db.aliases.list([context.registryId])
  // Every account that has a repository has an active alias, given with its first one.
  const alias = aliases.find(({ status }) => status === 'ACTIVE')?.name ?? context.registryId
  return repositories.map((repository) => ({
    repositoryArn: toRepositoryArn(repository.accountId, repository.name),
    registryId: repository.accountId,
    repositoryName: repository.name,
    repositoryUri: `${context.service.config.registryHost}/${alias}/${repository.name}`,
    createdAt: toTimestamp(repository.createdAt),
  }))
}
