/** Finds the user, group or role that policies are of, or says that there is none. */

import { OperatorError } from '#registry/domain/operator-error.ts'
import type { PolicyHolder } from '#registry/store/entities.ts'
import type { Reads } from '#registry/store/verbs.ts'
import { requireUser } from './manage-user.ts'

/** Exactly one of the three names. */
export interface HolderNames {
  user?: string | undefined
  group?: string | undefined
  role?: string | undefined
}

export interface Holder extends PolicyHolder {
  name: string
}

/** @throws {OperatorError} unless exactly one is named, and the account has it */
export async function requireHolder(
  db: Pick<Reads, 'users' | 'groups' | 'roles'>,
  accountId: string,
  { user, group, role }: HolderNames,
): Promise<Holder> {
  const named = [user, group, role].filter((name) => name !== undefined)
  if (named.length !== 1) throw new OperatorError('Name one of --user, --group and --role.')
  if (user !== undefined) {
    const { userId, name } = await requireUser(db, accountId, user)
    return { kind: 'user', id: userId, name }
  }
  return group === undefined ? requireRole(db, accountId, role ?? '') : requireGroup(db, accountId, group)
}

/** @throws {OperatorError} when the account has no such group */
export async function requireGroup(
  db: Pick<Reads, 'groups'>,
  accountId: string,
  name: string,
): Promise<Holder> {
  const found = await db.groups.get(accountId, name)
  if (found === null) throw new OperatorError(`The account ${accountId} has no group '${name}'.`)
  return { kind: 'group', id: found.groupId, name: found.name }
}

/** @throws {OperatorError} when the account has no such role */
export async function requireRole(
  db: Pick<Reads, 'roles'>,
  accountId: string,
  name: string,
): Promise<Holder> {
  const found = await db.roles.get(accountId, name)
  if (found === null) throw new OperatorError(`The account ${accountId} has no role '${name}'.`)
  return { kind: 'role', id: found.roleId, name: found.name }
}
