/**
 * Who pulls or pushes, from the `Authorization` header of `/v2/` and `/token/` (RFC 7617 and RFC 6750). Three forms are
 * taken: a token of `/token/` as Bearer, the login token as Bearer, which is how AWS's guide shows it, and the same as
 * Basic with the user `AWS`.
 */
import { LRUCache } from 'lru-cache'

import type { Keys } from '#registry/store/keys.ts'
import type { Store } from '#registry/store/open-store.ts'
import type { AccessCache } from './access-cache.ts'
import { findIdentity, type Identity } from './find-identity.ts'
import type { LoginSubject } from './login-subject.ts'
import type { Principal } from './principal.ts'
import { type RegistryToken, type Verified, verifyLoginToken, verifyRegistryToken } from './registry-token.ts'
import type { Scope } from './scope.ts'

export interface RegistryCaller {
  /** Null for anyone. */
  principal: Principal | null
  /** What the token says of the principal. */
  login: LoginSubject | null
  /** What the token was asked for; null for a login, which may do all that the principal may. */
  scopes: readonly Scope[] | null
}

/** What a verified header says; whether it still holds is asked at each use. */
type Claims = Omit<RegistryToken, 'scopes'> & Pick<RegistryCaller, 'scopes'>

export type RegistryAuthentication =
  | { state: 'valid'; caller: RegistryCaller }
  | { state: 'none' | 'expired' | 'invalid' }

export interface RegistryAuthenticator {
  authenticate(authorization: string | undefined): Promise<RegistryAuthentication>
}

interface Known {
  claims: Claims
  expiresAtMs: number
}

/** Verified headers are remembered, so that a client's next request need not be verified again. */
const maxKnownBytes = 8 * 1024 * 1024
/** What an entry takes beside its header: its claims, which the header says too, and its place. */
const entryBytes = 500
/** A token that was asked for very much is longer, and not worth the memory. */
const maxKnownLength = 4_000

export function createRegistryAuthenticator(service: {
  store: Pick<Store, 'accessKeys' | 'revokedTokens'>
  keys: Keys
  access: AccessCache
  clock: () => Date
}): RegistryAuthenticator {
  const known = new LRUCache<string, Known>({
    maxSize: maxKnownBytes,
    sizeCalculation: (_, authorization) => 2 * authorization.length + entryBytes,
  })
  return {
    async authenticate(authorization) {
      if (authorization === undefined) return { state: 'none' }
      const remembered = known.get(authorization)
      if (remembered !== undefined && remembered.expiresAtMs > service.clock().getTime()) {
        return confirm(service, remembered.claims)
      }
      known.delete(authorization)
      const verified = await verifyHeader(service, authorization)
      if (verified.state !== 'valid') return verified
      if (authorization.length <= maxKnownLength) {
        known.set(authorization, { claims: verified.content, expiresAtMs: verified.expiresAt.getTime() })
      }
      return confirm(service, verified.content)
    },
  }
}

/** A key, or the token, may have been taken back since the token was made. */
async function confirm(
  service: { store: Pick<Store, 'accessKeys' | 'revokedTokens'>; access: AccessCache; clock: () => Date },
  { login, scopes }: Claims,
): Promise<RegistryAuthentication> {
  if (login === null) return { state: 'valid', caller: { principal: null, login, scopes } }
  const identity = await service.access.read(`login ${Object.values(login).join(' ')}`, () =>
    findLogin(service, login),
  )
  if (identity === null) return { state: 'invalid' }
  const { key, principal } = identity
  if (key.expiresAt !== null && new Date(key.expiresAt) <= service.clock()) return { state: 'expired' }
  return { state: 'valid', caller: { principal, login, scopes } }
}

/** Null unless the key is active and nobody else's by now, and neither this login nor all of its kind were revoked. */
async function findLogin(
  { access, store }: { store: Pick<Store, 'accessKeys' | 'revokedTokens'>; access: AccessCache },
  login: LoginSubject,
): Promise<Identity | null> {
  const identity = await findIdentity({ access, store }, login.accessKeyId)
  if (identity === null) return null
  const { key, principal } = identity
  const isSame =
    key.accountId === login.accountId &&
    principal.principalId === login.principalId &&
    key.tokenGeneration === login.generation
  if (!key.isActive || !isSame) return null
  return (await store.revokedTokens.has(login.tokenId)) ? null : identity
}

async function verifyHeader(
  service: { keys: Keys; clock: () => Date },
  authorization: string,
): Promise<Verified<Claims>> {
  const { keys, clock } = service
  const [scheme = '', value = ''] = authorization.split(' ', 2)
  switch (scheme.toLowerCase()) {
    case 'basic':
      return verifyLogin(service, value)
    case 'bearer': {
      // A token has dots, and base64 of `AWS:…` has none.
      if (!value.includes('.')) return verifyLogin(service, value)
      const verified = await verifyRegistryToken(keys, value, clock())
      return verified.state === 'invalid' ? verifyPassword(service, value) : verified
    }
    default:
      return { state: 'invalid' }
  }
}

/** @param encoded base64 of `AWS:password` */
async function verifyLogin(
  service: { keys: Keys; clock: () => Date },
  encoded: string,
): Promise<Verified<Claims>> {
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  return text.startsWith('AWS:') ? verifyPassword(service, text.slice('AWS:'.length)) : { state: 'invalid' }
}

async function verifyPassword(
  service: { keys: Keys; clock: () => Date },
  password: string,
): Promise<Verified<Claims>> {
  const verified = await verifyLoginToken(service.keys, password, service.clock())
  if (verified.state !== 'valid') return verified
  return { ...verified, content: { login: verified.content, scopes: null } }
}
