/**
 * Sets what a publisher's page says of it beside its name: a sentence and a website. The ECR Public API has no call for either, so that
 * the operator does it for the publisher.
 */
import type { Service } from '#registry/service.ts'
import { recordChange } from '#registry/store/change/record-change.ts'
import { OperatorError } from './operator-error.ts'

export interface RegistryProfile {
  /** Plain text in one line; empty for none. */
  description: string
  /** An https address; empty for none. */
  website: string
}

/**
 * Sets what is given and leaves the rest; empty text removes.
 * @returns what is set now
 * @throws {OperatorError} when there is no such account
 */
export async function describeRegistry(
  service: Service,
  { accountId, ...profile }: { accountId: string } & Partial<RegistryProfile>,
): Promise<RegistryProfile> {
  const at = service.clock().toISOString()
  return service.store.transaction(async (tx) => {
    const before = await tx
      .selectFrom('account')
      .select(['description', 'website'])
      .where('account_id', '=', accountId)
      .executeTakeFirst()
    if (before === undefined) throw new OperatorError(`There is no account ${accountId}.`)
    const after = { ...before, ...profile }
    await tx.updateTable('account').set(after).where('account_id', '=', accountId).execute()
    await recordChange(tx, { accountId, repositoryName: null, at })
    return after
  })
}
