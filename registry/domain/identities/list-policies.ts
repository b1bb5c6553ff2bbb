/** The policies of an account: built-in and own ones with those that have them, and the inline ones. */
import { builtInPolicies } from '#registry/domain/access/policy/built-in-policies.ts'
import type { Store } from '#registry/store/open-store.ts'
import { requireAccount } from './require-account.ts'

/** @throws {OperatorError} when there is no such account */
export async function listPolicies(
  { store }: { store: Pick<Store, 'accounts' | 'policies'> },
  { accountId }: { accountId: string },
) {
  await requireAccount(store, accountId)
  const { attached, inline } = await store.policies.listHeld(accountId)
  const own = await store.policies.list(accountId)
  const managed = [...own, ...[...builtInPolicies].map(([arn, document]) => ({ arn, document }))]
  return {
    managed: managed.map(({ arn, document }) => ({
      arn,
      document: JSON.parse(document) as object,
      attachedTo: attached.flatMap((held) => (held.arn === arn ? [held.holder] : [])),
    })),
    inline: inline.map(({ holder, name, document }) => ({
      of: holder,
      name,
      document: JSON.parse(document) as object,
    })),
  }
}
