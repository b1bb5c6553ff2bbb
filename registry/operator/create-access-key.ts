/**
 * Makes access keys, in the forms that AWS tools know: `AKIA…` with a secret for long, `ASIA…` with a session
 * token besides for a while.
 */
import { randomBytes, randomInt } from 'node:crypto'
import type { Kysely } from 'kysely'
import { hashSessionToken, sealSecret } from '#registry/access/sealed-secret.ts'
import type { Service } from '#registry/service.ts'
import type { Database } from '#registry/store/schema.ts'
import { requireAccount } from './require-account.ts'

/** Of RFC 4648, section 6: access key ids are 20 characters of it. */
const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

export interface NewAccessKey {
  accessKeyId: string
  secretAccessKey: string
  /** Only for a key that expires. */
  sessionToken?: string
}

export interface AccessKeyRequest {
  accountId: string
  userName: string
  /** `owner` may do everything in the account's own registry; `gallery` may read every registry. */
  role: 'owner' | 'gallery'
  /** How long the key is good for; without it the key is good until it is deleted. */
  sessionSeconds?: number
}

/**
 * Makes a key. The secret is told once and cannot be read back.
 * @throws {OperatorError} when there is no such account
 */
export async function createAccessKey(service: Service, request: AccessKeyRequest): Promise<NewAccessKey> {
  return service.store.transaction((tx) => insertAccessKey(tx, service, request))
}

/** The same inside a transaction of the caller's. */
export async function insertAccessKey(
  tx: Kysely<Database>,
  { keys, clock }: Pick<Service, 'keys' | 'clock'>,
  { accountId, userName, role, sessionSeconds }: AccessKeyRequest,
): Promise<NewAccessKey> {
  await requireAccount(tx, accountId)
  const now = clock()
  const temporary = sessionSeconds !== undefined
  const accessKeyId = newAccessKeyId(temporary ? 'ASIA' : 'AKIA')
  const secretAccessKey = randomBytes(30).toString('base64')
  const sessionToken = temporary ? randomBytes(96).toString('base64') : null
  await tx
    .insertInto('access_key')
    .values({
      access_key_id: accessKeyId,
      account_id: accountId,
      user_name: userName,
      role,
      secret_sealed: sealSecret(keys, secretAccessKey),
      session_token_sha256: sessionToken === null ? null : hashSessionToken(sessionToken),
      expires_at: temporary ? new Date(now.getTime() + sessionSeconds * 1000).toISOString() : null,
      created_at: now.toISOString(),
    })
    .execute()
  return { accessKeyId, secretAccessKey, ...(sessionToken !== null && { sessionToken }) }
}

function newAccessKeyId(prefix: 'AKIA' | 'ASIA'): string {
  return prefix + Array.from({ length: 16 }, () => base32[randomInt(base32.length)]).join('')
}
