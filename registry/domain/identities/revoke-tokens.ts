/**
 * Takes tokens back before they end: one login, all of an access key, or all of a user or role. Tokens of `/token/` go
 * with the login that they were given for; new logins work.
 */
import { verifyLoginToken, verifyRegistryToken } from '#registry/domain/access/registry-token.ts'
import { OperatorError } from '#registry/domain/operator-error.ts'
import type { Keys } from '#registry/store/keys.ts'
import type { Store } from '#registry/store/open-store.ts'
import { requireHolder } from './require-holder.ts'

export interface RevocationRequest {
  /** The token itself: a password of `get-login-password`, a token of `/token/`, or base64 of `AWS:password`. */
  token?: string | undefined
  /** Access key id. */
  key?: string | undefined
  /** With `user` and `role`. */
  accountId?: string | undefined
  user?: string | undefined
  role?: string | undefined
}

/** @throws {OperatorError} unless exactly one thing is named, and is there */
export async function revokeTokens(
  service: { store: Pick<Store, 'transaction'>; keys: Keys; clock: () => Date },
  request: RevocationRequest,
): Promise<{ revoked: string }> {
  const { token, key, user, role, accountId } = request
  if ([token, key, user, role].filter((name) => name !== undefined).length !== 1) {
    throw new OperatorError('Name one of --token, --key, --user and --role.')
  }
  if (token !== undefined) return revokeLogin(service, token)
  return service.store.transaction(async (tx) => {
    if (key !== undefined) {
      const isRevoked = await tx.accessKeys.revokeTokens(key)
      if (!isRevoked) throw new OperatorError(`There is no access key ${key}.`)
      return { revoked: `all tokens of ${key}` }
    }
    if (accountId === undefined) throw new OperatorError('Name the --account of the user or role.')
    const { kind, id, name } = await requireHolder(tx, accountId, { user, role })
    await (kind === 'user' ? tx.users : tx.roles).revokeTokens(id)
    return { revoked: `all tokens of the ${kind} ${name}` }
  })
}

async function revokeLogin(
  service: { store: Pick<Store, 'transaction'>; keys: Keys; clock: () => Date },
  text: string,
): Promise<{ revoked: string }> {
  const { keys, clock, store } = service
  const decoded = Buffer.from(text, 'base64').toString('utf8')
  const password = decoded.startsWith('AWS:') ? decoded.slice('AWS:'.length) : text
  const now = clock()
  const login = await verifyLoginToken(keys, password, now)
  const token = login.state !== 'invalid' ? login : await verifyRegistryToken(keys, password, now)
  if (token.state === 'expired')
    throw new OperatorError('The token has expired; it is good for nothing already.')
  if (token.state === 'invalid') throw new OperatorError('This is no token of this registry.')
  const subject = 'tokenId' in token.content ? token.content : token.content.login
  if (subject === null)
    throw new OperatorError('The token is one that anybody gets, to pull. It names nobody.')
  // A login lasts at most so long; a token of it says less about its end.
  const expiresAt = new Date(now.getTime() + 12 * 60 * 60 * 1000).toISOString()
  await store.transaction((tx) =>
    tx.revokedTokens.add({ tokenId: subject.tokenId, expiresAt }, now.toISOString()),
  )
  return { revoked: `the login ${subject.tokenId} of ${subject.accessKeyId}` }
}
