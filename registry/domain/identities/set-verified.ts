/** Gives a publisher the verified mark, or takes it. On AWS the service's own staff does that. */

import type { Config } from '#lib/config/config.ts'
import { OperatorError } from '#registry/domain/operator-error.ts'
import type { Store } from '#registry/store/open-store.ts'

/** @throws {OperatorError} when there is no such account */
export async function setVerified(
  service: { config: Config; store: Pick<Store, 'transaction'>; clock: () => Date },
  { accountId, verified }: { accountId: string; verified: boolean },
): Promise<void> {
  const at = service.clock().toISOString()
  await service.store.transaction(async (tx) => {
    const isSet = await tx.accounts.setVerified(accountId, verified)
    if (!isSet) throw new OperatorError(`There is no account ${accountId}.`)
    await tx.changes.record({ accountId, repositoryName: null, at })
    if (service.config.showUnverifiedNames) return
    // Their logos appear, or go.
    for (const repositoryName of await tx.repositories.listWithLogo(accountId)) {
      await tx.changes.record({ accountId, repositoryName, at })
    }
  })
}
