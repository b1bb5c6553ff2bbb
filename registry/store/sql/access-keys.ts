/** Access keys, each with whom it stands for. */
import type { Kysely } from 'kysely'
import type { AccessKey } from '../entities.ts'
import type { AccessKeyWrites } from '../identity-verbs.ts'
import type { DialectWords } from './dialect-words.ts'
import { isNamed } from './names-without-case.ts'
import type { Database } from './schema.ts'

export function createAccessKeyVerbs(db: Kysely<Database>, words: DialectWords): AccessKeyWrites {
  return {
    async get(accessKeyId) {
      const row = await db
        .selectFrom('access_key as key')
        .leftJoin('user', 'user.user_id', 'key.user_id')
        .leftJoin('role', 'role.role_id', 'key.role_id')
        .selectAll('key')
        .select(['user.name as user_name', 'user.token_generation as user_generation'])
        .select(['role.name as role_name', 'role.token_generation as role_generation'])
        .where('key.access_key_id', '=', accessKeyId)
        .executeTakeFirst()
      if (row === undefined) return null
      return {
        accessKeyId,
        accountId: row.account_id,
        holder: toHolder(row),
        isActive: row.status === 'Active',
        secretSealed: row.secret_sealed,
        sessionTokenSha256: row.session_token_sha256,
        expiresAt: row.expires_at,
        tokenGeneration: `${row.token_generation}.${row.user_generation ?? row.role_generation ?? 0}`,
      }
    },
    async list(accountId, userName) {
      const rows = await db
        .selectFrom('access_key as key')
        .leftJoin('user', 'user.user_id', 'key.user_id')
        .leftJoin('role', 'role.role_id', 'key.role_id')
        .select(['key.access_key_id', 'key.status', 'key.expires_at', 'key.created_at'])
        .select(['key.user_id', 'key.role_id', 'key.session_name'])
        .select(['user.name as user_name', 'role.name as role_name'])
        .where('key.account_id', '=', accountId)
        .$if(userName !== undefined, (query) => query.where(isNamed(words, '"user".name', userName ?? '')))
        .orderBy('key.created_at')
        .orderBy('key.access_key_id')
        .execute()
      return rows.map((row) => ({
        accessKeyId: row.access_key_id,
        holder: toHolder(row),
        status: row.status,
        createdAt: row.created_at,
        expiresAt: row.expires_at,
      }))
    },
    async listSealed(after, limit) {
      return db
        .selectFrom('access_key')
        .select(['access_key_id as accessKeyId', 'secret_sealed as secretSealed'])
        .where('access_key_id', '>', after)
        .orderBy('access_key_id')
        .limit(limit)
        .execute()
    },
    async reseal({ accessKeyId, from, to }) {
      await db
        .updateTable('access_key')
        .set({ secret_sealed: to })
        .where('access_key_id', '=', accessKeyId)
        .where('secret_sealed', '=', from)
        .execute()
    },
    async countOfUser(userId) {
      const { count } = await db
        .selectFrom('access_key')
        .select((select) => select.fn.countAll<number>().as('count'))
        .where('user_id', '=', userId)
        .where('expires_at', 'is', null)
        .executeTakeFirstOrThrow()
      return count
    },
    async insert({ holder, ...key }) {
      await db
        .insertInto('access_key')
        .values({
          access_key_id: key.accessKeyId,
          account_id: key.accountId,
          kind: holder.kind,
          user_id: holder.kind === 'user' ? holder.userId : null,
          role_id: holder.kind === 'role' ? holder.roleId : null,
          session_name: holder.kind === 'role' ? holder.sessionName : null,
          secret_sealed: key.secretSealed,
          session_token_sha256: key.sessionTokenSha256,
          expires_at: key.expiresAt,
          created_at: key.at,
        })
        .execute()
    },
    async setStatus(accessKeyId, status) {
      const { numUpdatedRows } = await db
        .updateTable('access_key')
        .set({ status })
        .where('access_key_id', '=', accessKeyId)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
    async revokeTokens(accessKeyId) {
      const { numUpdatedRows } = await db
        .updateTable('access_key')
        .set((key) => ({ token_generation: key('token_generation', '+', 1) }))
        .where('access_key_id', '=', accessKeyId)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
    async delete(accessKeyId) {
      const { numDeletedRows } = await db
        .deleteFrom('access_key')
        .where('access_key_id', '=', accessKeyId)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
    async deleteExpired(before) {
      await db.deleteFrom('access_key').where('expires_at', '<', before).execute()
    },
    async deleteTemporary(accountId) {
      await db
        .deleteFrom('access_key')
        .where('account_id', '=', accountId)
        .where('expires_at', 'is not', null)
        .execute()
    },
    async deleteOfUserAndGallery(userId) {
      await db
        .deleteFrom('access_key')
        .where((where) => where.or([where('kind', '=', 'gallery'), where('user_id', '=', userId ?? '')]))
        .execute()
    },
  }
}

function toHolder(row: {
  user_id: string | null
  user_name: string | null
  role_id: string | null
  role_name: string | null
  session_name: string | null
}): AccessKey['holder'] {
  if (row.user_id !== null) return { kind: 'user', id: row.user_id, name: row.user_name ?? '' }
  if (row.role_id === null) return { kind: 'gallery' }
  return { kind: 'role', id: row.role_id, name: row.role_name ?? '', sessionName: row.session_name ?? '' }
}
