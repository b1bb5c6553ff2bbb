/** Groups of users: what a group's policies allow, they allow to each member. */
import type { Service } from '#registry/service.ts'
import { checkName } from './check-name.ts'
import { newUniqueId } from './new-unique-id.ts'
import { OperatorError } from './operator-error.ts'
import { requireAccount } from './require-account.ts'
import { requireGroup } from './require-holder.ts'
import { requireUser } from './require-user.ts'

interface GroupRequest {
  accountId: string
  name: string
}

/** @throws {OperatorError} when there is no such account, or the name is taken or malformed */
export async function createGroup(service: Service, { accountId, name }: GroupRequest) {
  checkName('group', name)
  const groupId = newUniqueId('AGPA')
  const at = service.clock().toISOString()
  await service.store.transaction(async (tx) => {
    await requireAccount(tx, accountId)
    const inserted = await tx
      .insertInto('user_group')
      .values({ group_id: groupId, account_id: accountId, name, created_at: at })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    if (inserted.numInsertedOrUpdatedRows !== 1n) {
      throw new OperatorError(`The account ${accountId} has a group '${name}' already.`)
    }
  })
  return { accountId, groupName: name, groupId }
}

/** Members stay users, without what the group gave them. */
export async function deleteGroup(service: Service, { accountId, name }: GroupRequest): Promise<void> {
  await service.store.transaction(async (tx) => {
    const { id } = await requireGroup(tx, accountId, name)
    await tx.deleteFrom('user_group').where('group_id', '=', id).execute()
  })
}

/** Does nothing when the user is in the group already. */
export async function addToGroup(
  service: Service,
  { accountId, name, user }: GroupRequest & { user: string },
): Promise<void> {
  await service.store.transaction(async (tx) => {
    const { id } = await requireGroup(tx, accountId, name)
    const { userId } = await requireUser(tx, accountId, user)
    await tx
      .insertInto('group_member')
      .values({ group_id: id, user_id: userId })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  })
}

/** @throws {OperatorError} when the user is not in the group */
export async function removeFromGroup(
  service: Service,
  { accountId, name, user }: GroupRequest & { user: string },
): Promise<void> {
  await service.store.transaction(async (tx) => {
    const { id } = await requireGroup(tx, accountId, name)
    const { userId } = await requireUser(tx, accountId, user)
    const deleted = await tx
      .deleteFrom('group_member')
      .where('group_id', '=', id)
      .where('user_id', '=', userId)
      .executeTakeFirst()
    if (deleted.numDeletedRows === 0n) throw new OperatorError(`'${user}' is not in the group '${name}'.`)
  })
}

/** The groups of an account with their members. */
export async function listGroups({ store }: Service, { accountId }: { accountId: string }) {
  await requireAccount(store.db, accountId)
  const groups = await store.db
    .selectFrom('user_group as g')
    .leftJoin('group_member as m', 'm.group_id', 'g.group_id')
    .leftJoin('user as u', 'u.user_id', 'm.user_id')
    .select(['g.name', 'g.group_id', 'u.name as member'])
    .where('g.account_id', '=', accountId)
    .orderBy('g.name')
    .orderBy('u.name')
    .execute()
  return [...Map.groupBy(groups, ({ name }) => name)].map(([groupName, rows]) => ({
    groupName,
    groupId: rows[0]?.group_id ?? '',
    users: rows.flatMap(({ member }) => member ?? []),
  }))
}
