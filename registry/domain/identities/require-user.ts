/** Finds the user, group or role that an operator means, or says that there is none. Names differ by more than case. */

import { OperatorError } from '#registry/domain/operator-error.ts'
import type { User } from '#registry/store/entities.ts'
import type { Reads } from '#registry/store/verbs.ts'

/** @throws {OperatorError} when the account has no such user */
export async function requireUser(db: Pick<Reads, 'users'>, accountId: string, name: string): Promise<User> {
  const user = await db.users.get(accountId, name)
  if (user === null) throw new OperatorError(`The account ${accountId} has no user '${name}'.`)
  return user
}
