/** Looks up a role, with who may take it on. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

export interface Role {
  roleId: string
  accountId: string
  name: string
  /** JSON. */
  trustPolicy: string
  maxSessionSeconds: number
}

/** Null when the account has no such role. */
export async function getRole(db: Kysely<Database>, accountId: string, name: string): Promise<Role | null> {
  const row = await db
    .selectFrom('role')
    .select(['role_id', 'name', 'trust_policy', 'max_session_seconds'])
    .where('account_id', '=', accountId)
    .where('name', '=', name)
    .executeTakeFirst()
  if (row === undefined) return null
  return {
    roleId: row.role_id,
    accountId,
    name: row.name,
    trustPolicy: row.trust_policy,
    maxSessionSeconds: row.max_session_seconds,
  }
}
