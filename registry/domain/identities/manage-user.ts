/** Users of an account. A new one may do nothing until it has a policy or is in a group that has one. */
import { toUserArn } from '#registry/domain/access/principal.ts'
import { OperatorError } from '#registry/domain/operator-error.ts'
import type { User } from '#registry/store/entities.ts'
import type { Store } from '#registry/store/open-store.ts'
import type { Reads, Writes } from '#registry/store/verbs.ts'
import { checkName } from './check-name.ts'
import { newUniqueId } from './new-unique-id.ts'
import { requireAccount, requireOwnAccount } from './require-account.ts'

export interface UserRequest {
  accountId: string
  name: string
}

export interface NewUser {
  accountId: string
  userName: string
  userId: string
  arn: string
}

/** Makes a user. @throws {OperatorError} when there is no such account, or the name is taken or malformed */
export async function createUser(
  service: { store: Pick<Store, 'transaction'>; clock: () => Date },
  request: UserRequest,
): Promise<NewUser> {
  return service.store.transaction((tx) => insertUser(tx, request, service.clock().toISOString()))
}

/** The same inside a transaction of the caller's. `at` is ISO 8601. */
export async function insertUser(tx: Writes, { accountId, name }: UserRequest, at: string): Promise<NewUser> {
  checkName('user', name)
  await requireOwnAccount(tx, accountId)
  const userId = newUniqueId('AIDA')
  if (!(await tx.users.insert({ userId, accountId, name, at }))) {
    throw new OperatorError(`The account ${accountId} has a user '${name}' already.`)
  }
  return { accountId, userName: name, userId, arn: toUserArn(accountId, name) }
}

/** The users of an account, with their groups. */
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

/**
 * Deletes a user with its keys and its own policies; whatever was signed or logged in with them stops working at once.
 * @throws {OperatorError} when there is no such user
 */
export async function deleteUser(
  service: { store: Pick<Store, 'transaction'> },
  { accountId, name }: { accountId: string; name: string },
): Promise<void> {
  await service.store.transaction(async (tx) => {
    const { userId } = await requireUser(tx, accountId, name)
    await tx.users.delete(userId)
  })
}

/** @throws {OperatorError} when the account has no such user */
export async function requireUser(db: Pick<Reads, 'users'>, accountId: string, name: string): Promise<User> {
  const user = await db.users.get(accountId, name)
  if (user === null) throw new OperatorError(`The account ${accountId} has no user '${name}'.`)
  return user
}
