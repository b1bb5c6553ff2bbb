/** Finds the repository that a call names, or answers in AWS's words that there is none. */

import type { Repository } from '#registry/store/entities.ts'
import { EcrError } from '#registry/wire/aws-json/ecr-error.ts'
import type { ReadContext } from './operation.ts'

/** @throws {EcrError} RepositoryNotFoundException */
export async function requireRepository(
  context: Pick<ReadContext<'repositories'>, 'db' | 'registryId'>,
  name: string,
): Promise<Repository> {
  const repository = await context.db.repositories.get(context.registryId, name)
  if (repository === null) throw repositoryNotFound(context.registryId, name)
  return repository
}

/** RepositoryNotFoundException in AWS's words. */
export function repositoryNotFound(registryId: string, name: string): EcrError {
  return new EcrError(
    'RepositoryNotFoundException',
    `The repository with name '${name}' does not exist in the registry with id '${registryId}'`,
  )
}
