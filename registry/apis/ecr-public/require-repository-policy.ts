/** Finds the policy of the repository that a call names, or answers that there is none. */
import { EcrError } from '#registry/wire/aws-json/ecr-error.ts'
import type { ReadContext } from './operation.ts'
import { requireRepository } from './require-repository.ts'

/** @throws {EcrError} RepositoryNotFoundException, RepositoryPolicyNotFoundException */
export async function requireRepositoryPolicy(
  context: ReadContext<'repositories' | 'repositoryPolicies'>,
  repositoryName: string,
): Promise<{ repositoryId: number; policyText: string }> {
  const { repositoryId } = await requireRepository(context, repositoryName)
  const policyText = await context.db.repositoryPolicies.get(repositoryId)
  if (policyText === null) {
    throw new EcrError(
      'RepositoryPolicyNotFoundException',
      `Repository policy does not exist for the repository with name '${repositoryName}' in the registry with id '${context.registryId}'`,
    )
  }
  return { repositoryId, policyText }
}
