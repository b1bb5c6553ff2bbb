/** Finds the user, group or role that an operator means, or says that there is none. Names differ by more than case. */
import type { Kysely } from 'kysely'
import type { Database } from '#registry/store/schema.ts'
import { OperatorError } from './operator-error.ts'

/** @throws {OperatorError} when the account has no such user */
export async function requireUser(
  db: Kysely<Database>,
  accountId: string,
  name: string,
): Promise<{ userId: string; name: string }> {
  const row = await db
    .selectFrom('user')
    .select(['user_id', 'name'])
    .where('account_id', '=', accountId)
    .where('name', '=', name)
    .executeTakeFirst()
  if (row === undefined) throw new OperatorError(`The account ${accountId} has no user '${name}'.`)
  return { userId: row.user_id, name: row.name }
}
