/** Finds the account that an operator means, or says that there is none. */

import type { Reads } from '#registry/store/verbs.ts'
import { OperatorError } from './operator-error.ts'

/** @throws {OperatorError} when there is no such account */
export async function requireAccount(db: Reads, accountId: string): Promise<void> {
  if ((await db.accounts.get(accountId)) === null)
    throw new OperatorError(`There is no account ${accountId}.`)
}
