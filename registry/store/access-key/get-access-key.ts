/** Looks up the key that signed a request, with whom it stands for. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

export interface AccessKey {
  accessKeyId: string
  accountId: string
  holder:
    | { kind: 'user'; id: string; name: string }
    | { kind: 'role'; id: string; name: string; sessionName: string }
    | { kind: 'gallery' }
  isActive: boolean
  secretSealed: Uint8Array
  /** SHA-256 (hex) of the session token; null for a long-lived key. */
  sessionTokenSha256: string | null
  /** ISO 8601; null for a key that does not expire. */
  expiresAt: string | null
  /** Of the key, then of its holder; tokens of another one are revoked. */
  tokenGeneration: string
}

/** The access key with this id, expired and inactive ones included; null when there is none. */
export async function getAccessKey(db: Kysely<Database>, accessKeyId: string): Promise<AccessKey | null> {
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
