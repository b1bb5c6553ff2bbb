/** Finds the account that an operator means, or says that there is none. */
import type { Kysely } from 'kysely'
import type { Database } from '#registry/store/schema.ts'
import { OperatorError } from './operator-error.ts'

/** @throws {OperatorError} when there is no such account */
export async function requireAccount(db: Kysely<Database>, accountId: string): Promise<void> {
  const row = await db
    .selectFrom('account')
    .select('account_id')
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  if (row === undefined) throw new OperatorError(`There is no account ${accountId}.`)
}
