/** Finds the account that an operator means, or says that there is none. */

import { OperatorError } from '#registry/domain/operator-error.ts'
import type { Reads } from '#registry/store/verbs.ts'

/** @throws {OperatorError} when there is no such account */
export async function requireAccount(db: Pick<Reads, 'accounts'>, accountId: string): Promise<void> {
  if ((await db.accounts.get(accountId)) === null)
    throw new OperatorError(`There is no account ${accountId}.`)
}
