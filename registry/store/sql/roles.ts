/** Roles, which somebody takes on for a while. */
import type { Kysely, Selectable } from 'kysely'
import type { Role } from '../entities.ts'
import type { RoleWrites } from '../identity-verbs.ts'
import type { DialectWords } from './dialect-words.ts'
import { byName, isNamed } from './names-without-case.ts'
import type { Database } from './schema.ts'

export function createRoleVerbs(db: Kysely<Database>, words: DialectWords): RoleWrites {
  return {
    async get(accountId, name) {
      const row = await db
        .selectFrom('role')
        .selectAll()
        .where('account_id', '=', accountId)
        .where(isNamed(words, 'name', name))
        .executeTakeFirst()
      return row === undefined ? null : toRole(row)
    },
    async list(accountId) {
      const rows = await db
        .selectFrom('role')
        .selectAll()
        .where('account_id', '=', accountId)
        .orderBy(byName(words, 'name'))
        .execute()
      return rows.map(toRole)
    },
    async insert({ roleId, accountId, name, trustPolicy, maxSessionSeconds, at }) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('role')
        .values({
          role_id: roleId,
          account_id: accountId,
          name,
          trust_policy: trustPolicy,
          max_session_seconds: maxSessionSeconds,
          created_at: at,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return numInsertedOrUpdatedRows === 1n
    },
    async setTrustPolicy(roleId, trustPolicy) {
      await db.updateTable('role').set({ trust_policy: trustPolicy }).where('role_id', '=', roleId).execute()
    },
    async delete(roleId) {
      await db.deleteFrom('role').where('role_id', '=', roleId).execute()
    },
    async revokeTokens(roleId) {
      await db
        .updateTable('role')
        .set((role) => ({ token_generation: role('token_generation', '+', 1) }))
        .where('role_id', '=', roleId)
        .execute()
    },
  }
}

function toRole(row: Selectable<Database['role']>): Role {
  return {
    roleId: row.role_id,
    accountId: row.account_id,
    name: row.name,
    trustPolicy: row.trust_policy,
    maxSessionSeconds: row.max_session_seconds,
  }
}
