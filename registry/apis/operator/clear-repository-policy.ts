/**
 * Takes a repository's policy away. An explicit deny in it binds the account's owner too, and a user who may set policies there
 * can lock the owner out; on AWS the account's root user is the way back in.
 */

import { requireAccount } from '#registry/domain/identities/require-account.ts'
import { OperatorError } from '#registry/domain/operator-error.ts'
import type { Store } from '#registry/store/open-store.ts'

/**
 * @returns the policy as it was, so that what was good of it can be set again
 * @throws {OperatorError} when there is no such repository, or it has no policy
 */
export async function clearRepositoryPolicy(
  service: { store: Pick<Store, 'transaction'> },
  { accountId, repositoryName }: { accountId: string; repositoryName: string },
): Promise<{ accountId: string; repositoryName: string; policyText: string }> {
  return service.store.transaction(async (tx) => {
    await requireAccount(tx, accountId)
    const repository = await tx.repositories.get(accountId, repositoryName)
    if (repository === null) {
      throw new OperatorError(`The account ${accountId} has no repository '${repositoryName}'.`)
    }
    const policyText = await tx.repositoryPolicies.get(repository.repositoryId)
    if (policyText === null) {
      throw new OperatorError(`The repository '${repositoryName}' of ${accountId} has no policy.`)
    }
    await tx.repositoryPolicies.delete(repository.repositoryId)
    return { accountId, repositoryName, policyText }
  })
}
