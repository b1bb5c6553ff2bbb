/** The users of an account, with their groups. */
import { toUserArn } from '#registry/domain/access/principal.ts'
import type { Store } from '#registry/store/open-store.ts'
import { requireAccount } from './require-account.ts'

export async function listUsers(
  { store }: { store: Pick<Store, 'accounts' | 'users'> },
  { accountId }: { accountId: string },
) {
  await requireAccount(store, accountId)
  const users = await store.users.list(accountId)
  return users.map(({ name, userId, createdAt, groups }) => ({
    userName: name,
    userId,
    arn: toUserArn(accountId, name),
    createdAt,
    groups,
  }))
}
