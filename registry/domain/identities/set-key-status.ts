/** Turns an access key off, and on again. What it signed or logged in with stops working at once while it is off. */

import { OperatorError } from '#registry/domain/operator-error.ts'
import type { Store } from '#registry/store/open-store.ts'

/** @throws {OperatorError} when there is no such key */
export async function setKeyStatus(
  service: { store: Pick<Store, 'transaction'> },
  { accessKeyId, status }: { accessKeyId: string; status: 'Active' | 'Inactive' },
): Promise<void> {
  await service.store.transaction(async (tx) => {
    const isSet = await tx.accessKeys.setStatus(accessKeyId, status)
    if (!isSet) throw new OperatorError(`There is no access key ${accessKeyId}.`)
  })
}
