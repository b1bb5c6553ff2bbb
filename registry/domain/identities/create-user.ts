/** Makes a user of an account. A new user may do nothing until it has a policy or is in a group that has one. */
import { toUserArn } from '#registry/domain/access/principal.ts'
import { OperatorError } from '#registry/domain/operator-error.ts'
import type { Store } from '#registry/store/open-store.ts'
import type { Writes } from '#registry/store/verbs.ts'
import { checkName } from './check-name.ts'
import { newUniqueId } from './new-unique-id.ts'
import { requireAccount } from './require-account.ts'

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

/** @throws {OperatorError} when there is no such account, or the name is taken or malformed */
export async function createUser(
  service: { store: Pick<Store, 'transaction'>; clock: () => Date },
  request: UserRequest,
): Promise<NewUser> {
  return service.store.transaction((tx) => insertUser(tx, request, service.clock().toISOString()))
}

/** The same inside a transaction of the caller's. `at` is ISO 8601. */
export async function insertUser(tx: Writes, { accountId, name }: UserRequest, at: string): Promise<NewUser> {
  checkName('user', name)
  await requireAccount(tx, accountId)
  const userId = newUniqueId('AIDA')
  if (!(await tx.users.insert({ userId, accountId, name, at }))) {
    throw new OperatorError(`The account ${accountId} has a user '${name}' already.`)
  }
  return { accountId, userName: name, userId, arn: toUserArn(accountId, name) }
}
