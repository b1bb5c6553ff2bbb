/** Looks up whether one login was taken back. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

export async function isTokenRevoked(db: Kysely<Database>, tokenId: string): Promise<boolean> {
  const row = await db
    .selectFrom('revoked_token')
    .select('token_id')
    .where('token_id', '=', tokenId)
    .executeTakeFirst()
  return row !== undefined
}
