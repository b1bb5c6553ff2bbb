/** Gives one account the usual quota again. */

import { requireAccount } from '#registry/domain/identities/require-account.ts'
import type { ImageWork } from '#registry/domain/images/image-work.ts'
import type { Limits } from '#registry/domain/limits/create-limits.ts'
import type { Store } from '#registry/store/open-store.ts'
import { requireAdjustableQuota } from './require-adjustable-quota.ts'

/**
 * @returns false when it was the usual one
 * @throws {OperatorError} when there is no such account or quota, or it cannot be adjusted
 */
export async function resetQuota(
  service: { store: Pick<Store, 'transaction'>; images: ImageWork; limits: Limits },
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
