/**
 * Sets what a publisher's page says of it beside its name: a sentence and a website. The ECR Public API has no call for either, so that
 * the operator does it for the publisher.
 */
import { OperatorError } from '#registry/domain/operator-error.ts'
import type { RegistryProfile } from '#registry/store/entities.ts'
import type { Store } from '#registry/store/open-store.ts'

/**
 * Sets what is given and leaves the rest; empty text removes.
 * @returns what is set now
 * @throws {OperatorError} when there is no such account
 */
export async function describeRegistry(
  { store, clock }: { store: Pick<Store, 'transaction'>; clock: () => Date },
  { accountId, ...profile }: { accountId: string } & Partial<RegistryProfile>,
): Promise<RegistryProfile> {
  const at = clock().toISOString()
  return store.transaction(async (tx) => {
    const before = await tx.accounts.get(accountId)
    if (before === null) throw new OperatorError(`There is no account ${accountId}.`)
    const after = { description: before.description, website: before.website, ...profile }
    await tx.accounts.setProfile(accountId, after)
    await tx.changes.record({ accountId, repositoryName: null, at })
    return after
  })
}
