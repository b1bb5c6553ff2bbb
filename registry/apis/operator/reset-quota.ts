/** Gives one account the usual quota again. */

import { requireAccount } from '#registry/domain/identities/require-account.ts'
import type { Service } from '#registry/service.ts'
import { requireAdjustableQuota } from './require-adjustable-quota.ts'

/**
 * @returns false when it was the usual one
 * @throws {OperatorError} when there is no such account or quota, or it cannot be adjusted
 */
export async function resetQuota(
  service: Service,
  request: { accountId: string; name: string },
): Promise<boolean> {
  const { accountId } = request
  const name = requireAdjustableQuota(request.name)
  const isReset = await service.store.transaction(async (tx) => {
    await requireAccount(tx, accountId)
    const isDeleted = await tx.quotas.delete({ accountId, name })
    service.images.quota.forget()
    return isDeleted
  })
  service.limits.forget()
  return isReset
}
