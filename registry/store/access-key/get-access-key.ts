/** Looks up the key that signed a request. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

export interface AccessKey {
  accountId: string
  userName: string
  role: 'owner' | 'gallery'
  secretSealed: Uint8Array
  /** SHA-256 (hex) of the session token; null for a long-lived key. */
  sessionTokenSha256: string | null
  /** ISO 8601; null for a key that does not expire. */
  expiresAt: string | null
}

/** The access key with this id, expired ones included; null when there is none. */
export async function getAccessKey(db: Kysely<Database>, accessKeyId: string): Promise<AccessKey | null> {
  const row = await db
    .selectFrom('access_key')
    .selectAll()
    .where('access_key_id', '=', accessKeyId)
    .executeTakeFirst()
  if (row === undefined) return null
  return {
    accountId: row.account_id,
    userName: row.user_name,
    role: row.role,
    secretSealed: row.secret_sealed,
    sessionTokenSha256: row.session_token_sha256,
    expiresAt: row.expires_at,
  }
}
