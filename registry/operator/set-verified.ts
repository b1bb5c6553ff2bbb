/** Gives a publisher the verified mark, or takes it. On AWS the service's own staff does that. */
import type { Service } from '#registry/service.ts'
import { recordChange } from '#registry/store/change/record-change.ts'
import { listRepositoriesWithLogo } from '#registry/store/repository/list-repositories.ts'
import { OperatorError } from './operator-error.ts'

/** @throws {OperatorError} when there is no such account */
export async function setVerified(
  service: Service,
  { accountId, verified }: { accountId: string; verified: boolean },
): Promise<void> {
  const at = service.clock().toISOString()
  await service.store.transaction(async (tx) => {
    const updated = await tx
      .updateTable('account')
      .set({ verified: verified ? 1 : 0 })
      .where('account_id', '=', accountId)
      .executeTakeFirst()
    if (updated.numUpdatedRows === 0n) throw new OperatorError(`There is no account ${accountId}.`)
    await recordChange(tx, { accountId, repositoryName: null, at })
    if (service.config.showUnverifiedNames) return
    // Their logos appear, or go.
    for (const repositoryName of await listRepositoriesWithLogo(tx, accountId)) {
      await recordChange(tx, { accountId, repositoryName, at })
    }
  })
}
