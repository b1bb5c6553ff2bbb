/** Gives one account another quota than the usual one; what it has already stays, also when that is more. */

import { requireAccount } from '#registry/domain/identities/require-account.ts'
import type { ImageWork } from '#registry/domain/images/image-work.ts'
import type { Limits } from '#registry/domain/limits/create-limits.ts'
import { OperatorError } from '#registry/domain/operator-error.ts'
import type { Store } from '#registry/store/open-store.ts'
import { requireAdjustableQuota } from './require-adjustable-quota.ts'

/**
 * The new value counts for the next call.
 * @param request.value in the unit of the quota, 0 or more
 * @throws {OperatorError} when there is no such account or quota, it cannot be adjusted, or the value is none
 */
export async function setQuota(
  service: { store: Pick<Store, 'transaction'>; images: ImageWork; limits: Limits },
  request: { accountId: string; name: string; value: number },
): Promise<void> {
  const { accountId, value } = request
  const name = requireAdjustableQuota(request.name)
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new OperatorError(`${name} must be a whole number that is not negative.`)
  }
  await service.store.transaction(async (tx) => {
    await requireAccount(tx, accountId)
    await tx.quotas.put({ accountId, name, value })
    // Within the transaction, so that nothing is admitted by the old value behind it.
    service.images.quota.forget()
  })
  service.limits.forget()
}
