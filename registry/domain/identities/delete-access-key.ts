/** Takes an access key back. */

import { OperatorError } from '#registry/domain/operator-error.ts'
import type { Store } from '#registry/store/open-store.ts'

/**
 * Deletes a key; requests signed with it are refused from now on.
 * @throws {OperatorError} when there is no such key
 */
export async function deleteAccessKey(
  service: { store: Pick<Store, 'transaction'> },
  key: { accessKeyId: string },
): Promise<void> {
  await service.store.transaction(async (tx) => {
    const isDeleted = await tx.accessKeys.delete(key.accessKeyId)
    if (!isDeleted) throw new OperatorError(`There is no access key ${key.accessKeyId}.`)
  })
}
