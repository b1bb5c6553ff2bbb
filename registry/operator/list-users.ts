/** The users of an account, with their groups and how many keys they have. */
import { toUserArn } from '#registry/access/principal.ts'
import type { Service } from '#registry/service.ts'
import { requireAccount } from './require-account.ts'

export async function listUsers({ store }: Service, { accountId }: { accountId: string }) {
  await requireAccount(store.db, accountId)
  const users = await store.db
    .selectFrom('user')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('name')
    .execute()
  const members = await store.db
    .selectFrom('group_member as m')
    .innerJoin('user_group as g', 'g.group_id', 'm.group_id')
    .select(['m.user_id', 'g.name'])
    .where('g.account_id', '=', accountId)
    .orderBy('g.name')
    .execute()
  return users.map((user) => ({
    userName: user.name,
    userId: user.user_id,
    arn: toUserArn(accountId, user.name),
    createdAt: user.created_at,
    groups: members.filter(({ user_id }) => user_id === user.user_id).map(({ name }) => name),
  }))
}
