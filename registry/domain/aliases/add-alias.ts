/**
 * Gives a registry a custom alias that it need not ask for. On AWS these are asked for in the console and granted by
 * hand; the API can only read them.
 */

import { requireOwnAccount } from '#registry/domain/identities/require-account.ts'
import { OperatorError } from '#registry/domain/operator-error.ts'
import type { Store } from '#registry/store/open-store.ts'
import { checkFreeName } from './check-alias-name.ts'

/**
 * Adds an active alias; those that the registry has stay good. Names that a publisher could not ask for are the
 * operator's to give.
 * @param alias.primary makes it the one that the gallery links to; the registry's first alias always is
 * @throws {OperatorError} when the name is taken, an address of the gallery or malformed, or there is no such account
 */
export async function addAlias(
  service: { store: Pick<Store, 'transaction'>; clock: () => Date },
  alias: { accountId: string; name: string; primary?: boolean },
): Promise<void> {
  const { accountId, name } = alias
  const at = service.clock().toISOString()
  await service.store.transaction(async (tx) => {
    await requireOwnAccount(tx, accountId)
    await checkFreeName(tx, { accountId, name })
    const own = await tx.aliases.list([accountId])
    if (own.some((known) => known.name === name && known.status === 'ACTIVE')) {
      throw new OperatorError(`The registry ${accountId} has the alias '${name}' already.`)
    }
    await tx.aliases.put({ accountId, name, status: 'ACTIVE', at })
    if (alias.primary === true || !own.some((known) => known.primary)) {
      await tx.aliases.putPrimary({ accountId, name })
    }
    await tx.changes.record({ accountId, repositoryName: null, at })
  })
}
