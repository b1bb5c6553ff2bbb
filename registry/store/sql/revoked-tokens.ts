/** Logins that were taken back one by one. */
import type { Kysely } from 'kysely'
import type { RevokedTokenWrites } from '../identity-verbs.ts'
import type { Database } from './schema.ts'

export function createRevokedTokenVerbs(db: Kysely<Database>): RevokedTokenWrites {
  return {
    async has(tokenId) {
      const row = await db
        .selectFrom('revoked_token')
        .select('token_id')
        .where('token_id', '=', tokenId)
        .executeTakeFirst()
      return row !== undefined
    },
    async add({ tokenId, expiresAt }, now) {
      await db.deleteFrom('revoked_token').where('expires_at', '<', now).execute()
      await db
        .insertInto('revoked_token')
        .values({ token_id: tokenId, expires_at: expiresAt })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },
  }
}
