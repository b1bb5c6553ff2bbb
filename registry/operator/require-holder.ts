/** Finds the user, group or role that policies are of, or says that there is none. */
import type { Kysely } from 'kysely'
import type { Database } from '#registry/store/schema.ts'
import { OperatorError } from './operator-error.ts'
import { requireUser } from './require-user.ts'

/** Exactly one of the three names. */
export interface HolderNames {
  user?: string | undefined
  group?: string | undefined
  role?: string | undefined
}

export interface Holder {
  kind: 'user' | 'group' | 'role'
  column: 'user_id' | 'group_id' | 'role_id'
  id: string
  name: string
}

/** @throws {OperatorError} unless exactly one is named, and the account has it */
export async function requireHolder(
  db: Kysely<Database>,
  accountId: string,
  { user, group, role }: HolderNames,
): Promise<Holder> {
  const named = [user, group, role].filter((name) => name !== undefined)
  if (named.length !== 1) throw new OperatorError('Name one of --user, --group and --role.')
  if (user !== undefined) {
    const { userId, name } = await requireUser(db, accountId, user)
    return { kind: 'user', column: 'user_id', id: userId, name }
  }
  return group === undefined ? requireRole(db, accountId, role ?? '') : requireGroup(db, accountId, group)
}

/** @throws {OperatorError} when the account has no such group */
export async function requireGroup(db: Kysely<Database>, accountId: string, name: string): Promise<Holder> {
  const row = await db
    .selectFrom('user_group')
    .select(['group_id', 'name'])
    .where('account_id', '=', accountId)
    .where('name', '=', name)
    .executeTakeFirst()
  if (row === undefined) throw new OperatorError(`The account ${accountId} has no group '${name}'.`)
  return { kind: 'group', column: 'group_id', id: row.group_id, name: row.name }
}

/** @throws {OperatorError} when the account has no such role */
export async function requireRole(db: Kysely<Database>, accountId: string, name: string): Promise<Holder> {
  const row = await db
    .selectFrom('role')
    .select(['role_id', 'name'])
    .where('account_id', '=', accountId)
    .where('name', '=', name)
    .executeTakeFirst()
  if (row === undefined) throw new OperatorError(`The account ${accountId} has no role '${name}'.`)
  return { kind: 'role', column: 'role_id', id: row.role_id, name: row.name }
}

/** The three columns that say whose a policy is. */
export function toColumns({ column, id }: Holder) {
  return { user_id: null, group_id: null, role_id: null, [column]: id }
}
