/**
 * Access keys, in the forms that AWS tools know: `AKIA…` with a secret for long, `ASIA…` with a session token besides for a
 * while.
 */
import { randomBytes } from 'node:crypto'
import { hashSessionToken, sealSecret } from '#registry/domain/access/sealed-secret.ts'
import { OperatorError } from '#registry/domain/operator-error.ts'
import type { KeyHolder, ListedAccessKey } from '#registry/store/entities.ts'
import type { Keys } from '#registry/store/keys.ts'
import type { Store } from '#registry/store/open-store.ts'
import type { Writes } from '#registry/store/verbs.ts'
import { requireUser } from './manage-user.ts'
import { newUniqueId } from './new-unique-id.ts'
import { requireAccount, requireOwnAccount } from './require-account.ts'

/** As many long-lived keys as IAM lets a user have, so that one can be replaced while the other works. */
const maxKeysOfUser = 2

export interface NewAccessKey {
  accessKeyId: string
  secretAccessKey: string
  /** Only for a key that expires. */
  sessionToken?: string
}

export interface AccessKeyRequest {
  accountId: string
  userName: string
  /** How long the key is good for; without it the key is good until it is deleted. */
  sessionSeconds?: number
}

/**
 * Makes a key of a user. The secret is told once and cannot be read back.
 * @throws {OperatorError} when there is no such account or user, or the user has two keys
 */
export async function createAccessKey(
  service: { store: Pick<Store, 'transaction'>; keys: Keys; clock: () => Date },
  request: AccessKeyRequest,
): Promise<NewAccessKey> {
  return service.store.transaction((tx) => insertUserKey(tx, service, request))
}

/** The same inside a transaction of the caller's. */
export async function insertUserKey(
  tx: Writes,
  service: { keys: Keys; clock: () => Date },
  { accountId, userName, sessionSeconds }: AccessKeyRequest,
): Promise<NewAccessKey> {
  await requireOwnAccount(tx, accountId)
  const { userId } = await requireUser(tx, accountId, userName)
  if (sessionSeconds === undefined) await checkKeyCount(tx, userId, userName)
  return insertAccessKey(tx, service, { accountId, holder: { kind: 'user', userId }, sessionSeconds })
}

/** Any key, inside a transaction of the caller's. */
export async function insertAccessKey(
  tx: Writes,
  { keys, clock }: { keys: Keys; clock: () => Date },
  request: { accountId: string; holder: KeyHolder; sessionSeconds?: number | undefined },
): Promise<NewAccessKey> {
  const { accountId, holder, sessionSeconds } = request
  const now = clock()
  const temporary = sessionSeconds !== undefined
  const accessKeyId = newUniqueId(temporary ? 'ASIA' : 'AKIA')
  const secretAccessKey = randomBytes(30).toString('base64')
  if (temporary) await deleteOldSessions(tx, now)
  const sessionToken = temporary ? randomBytes(96).toString('base64') : null
  await tx.accessKeys.insert({
    accessKeyId,
    accountId,
    holder,
    secretSealed: sealSecret(keys, secretAccessKey),
    sessionTokenSha256: sessionToken === null ? null : hashSessionToken(sessionToken),
    expiresAt: temporary ? new Date(now.getTime() + sessionSeconds * 1000).toISOString() : null,
    at: now.toISOString(),
  })
  return { accessKeyId, secretAccessKey, ...(sessionToken !== null && { sessionToken }) }
}

/** A session that has ended is told so for a day; then its key is forgotten. */
async function deleteOldSessions(tx: Writes, now: Date): Promise<void> {
  const before = new Date(now.getTime() - 24 * 60 * 60 * 1000).toISOString()
  await tx.accessKeys.deleteExpired(before)
}

async function checkKeyCount(tx: Writes, userId: string, userName: string): Promise<void> {
  const count = await tx.accessKeys.countOfUser(userId)
  if (count >= maxKeysOfUser) {
    throw new OperatorError(
      `The user '${userName}' has ${count} access keys, and a user can have ${maxKeysOfUser}. Delete one first.`,
    )
  }
}

/** The access keys of an account, without their secrets. */
export async function listKeys(
  { store }: { store: Pick<Store, 'accessKeys' | 'accounts' | 'users'> },
  { accountId, user }: { accountId: string; user?: string | undefined },
) {
  await requireAccount(store, accountId)
  const keys = await store.accessKeys.list(accountId, user)
  return keys.map(({ accessKeyId, holder, status, createdAt, expiresAt }) => ({
    accessKeyId,
    of: nameHolder(holder),
    status,
    createdAt,
    ...(expiresAt !== null && { expiresAt }),
  }))
}

function nameHolder(holder: ListedAccessKey['holder']): string {
  if (holder.kind === 'gallery') return 'gallery'
  return holder.kind === 'user' ? `user/${holder.name}` : `role/${holder.name}/${holder.sessionName}`
}

/**
 * Turns a key off, and on again. What it signed or logged in with stops working at once while it is off.
 * @throws {OperatorError} when there is no such key
 */
export async function setKeyStatus(
  service: { store: Pick<Store, 'transaction'> },
  { accessKeyId, status }: { accessKeyId: string; status: 'Active' | 'Inactive' },
): Promise<void> {
  await service.store.transaction(async (tx) => {
    const isSet = await tx.accessKeys.setStatus(accessKeyId, status)
    if (!isSet) throw new OperatorError(`There is no access key ${accessKeyId}.`)
  })
}

/**
 * Deletes a key; requests signed with it are refused from now on.
 * @throws {OperatorError} when there is no such key
 */
export async function deleteAccessKey(
  service: { store: Pick<Store, 'transaction'> },
  key: { accessKeyId: string },
): Promise<void> {
  await service.store.transaction(async (tx) => {
    const isDeleted = await tx.accessKeys.delete(key.accessKeyId)
    if (!isDeleted) throw new OperatorError(`There is no access key ${key.accessKeyId}.`)
  })
}
