/** Deletes a user with its keys and its own policies; whatever was signed or logged in with them stops working at once. */

import type { Store } from '#registry/store/open-store.ts'
import { requireUser } from './require-user.ts'

/** @throws {OperatorError} when there is no such user */
export async function deleteUser(
  service: { store: Pick<Store, 'transaction'> },
  { accountId, name }: { accountId: string; name: string },
): Promise<void> {
  await service.store.transaction(async (tx) => {
    const { userId } = await requireUser(tx, accountId, name)
    await tx.users.delete(userId)
  })
}
