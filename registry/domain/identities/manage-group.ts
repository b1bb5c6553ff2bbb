/** Groups of users: what a group's policies allow, they allow to each member. */

import { OperatorError } from '#registry/domain/operator-error.ts'
import type { Store } from '#registry/store/open-store.ts'
import { checkName } from './check-name.ts'
import { requireUser } from './manage-user.ts'
import { newUniqueId } from './new-unique-id.ts'
import { requireAccount, requireOwnAccount } from './require-account.ts'
import { requireGroup } from './require-holder.ts'

interface GroupRequest {
  accountId: string
  name: string
}

/** @throws {OperatorError} when there is no such account, or the name is taken or malformed */
export async function createGroup(
  service: { store: Pick<Store, 'transaction'>; clock: () => Date },
  { accountId, name }: GroupRequest,
) {
  checkName('group', name)
  const groupId = newUniqueId('AGPA')
  const at = service.clock().toISOString()
  await service.store.transaction(async (tx) => {
    await requireOwnAccount(tx, accountId)
    if (!(await tx.groups.insert({ groupId, accountId, name, at }))) {
      throw new OperatorError(`The account ${accountId} has a group '${name}' already.`)
    }
  })
  return { accountId, groupName: name, groupId }
}

/** Members stay users, without what the group gave them. */
export async function deleteGroup(
  service: { store: Pick<Store, 'transaction'> },
  { accountId, name }: GroupRequest,
): Promise<void> {
  await service.store.transaction(async (tx) => {
    const { id } = await requireGroup(tx, accountId, name)
    await tx.groups.delete(id)
  })
}

/** Does nothing when the user is in the group already. */
export async function addToGroup(
  service: { store: Pick<Store, 'transaction'> },
  { accountId, name, user }: GroupRequest & { user: string },
): Promise<void> {
  await service.store.transaction(async (tx) => {
    const { id } = await requireGroup(tx, accountId, name)
    const { userId } = await requireUser(tx, accountId, user)
    await tx.groups.addMember(id, userId)
  })
}

/** @throws {OperatorError} when the user is not in the group */
export async function removeFromGroup(
  service: { store: Pick<Store, 'transaction'> },
  { accountId, name, user }: GroupRequest & { user: string },
): Promise<void> {
  await service.store.transaction(async (tx) => {
    const { id } = await requireGroup(tx, accountId, name)
    const { userId } = await requireUser(tx, accountId, user)
    const wasMember = await tx.groups.removeMember(id, userId)
    if (!wasMember) throw new OperatorError(`'${user}' is not in the group '${name}'.`)
  })
}

/** The groups of an account with their members. */
export async function listGroups(
  { store }: { store: Pick<Store, 'accounts' | 'groups'> },
  { accountId }: { accountId: string },
) {
  await requireAccount(store, accountId)
  const groups = await store.groups.list(accountId)
  return groups.map(({ name, groupId, users }) => ({ groupName: name, groupId, users }))
}
