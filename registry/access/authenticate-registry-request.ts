/**
 * Who pulls or pushes, from the `Authorization` header of `/v2/` and `/token/` (RFC 7617 and RFC 6750). Three forms are
 * taken: a token of `/token/` as Bearer, the login token as Bearer, which is how AWS's guide shows it, and the same as
 * Basic with the user `AWS`.
 */
import type { Service } from '#registry/service.ts'
import { getAccessKey } from '#registry/store/access-key/get-access-key.ts'
import type { Principal } from './principal.ts'
import { type Verified, verifyLoginToken, verifyRegistryToken } from './registry-token.ts'
import type { Scope } from './scope.ts'

export interface RegistryCaller {
  /** Null for anyone. */
  principal: Principal | null
  /** What the token was asked for; null for a login, which may do all that the principal may. */
  scopes: readonly Scope[] | null
}

export type RegistryAuthentication =
  | { state: 'valid'; caller: RegistryCaller }
  | { state: 'none' | 'expired' | 'invalid' }

export interface RegistryAuthenticator {
  authenticate(authorization: string | undefined): Promise<RegistryAuthentication>
}

interface Known {
  caller: RegistryCaller
  expiresAtMs: number
}

/** As many verified headers as are remembered, so that a client's next request need not be verified again. */
const maxKnown = 5_000
/** A token that was asked for very much is longer, and not worth the memory. */
const maxKnownLength = 4_000

export function createRegistryAuthenticator(service: Service): RegistryAuthenticator {
  const known = new Map<string, Known>()
  return {
    async authenticate(authorization) {
      if (authorization === undefined) return { state: 'none' }
      const remembered = known.get(authorization)
      if (remembered !== undefined && remembered.expiresAtMs > service.clock().getTime()) {
        return confirm(service, remembered.caller)
      }
      known.delete(authorization)
      const verified = await verifyHeader(service, authorization)
      if (verified.state !== 'valid') return verified
      if (known.size >= maxKnown) known.clear()
      if (authorization.length <= maxKnownLength) {
        known.set(authorization, { caller: verified.content, expiresAtMs: verified.expiresAt.getTime() })
      }
      return confirm(service, verified.content)
    },
  }
}

/** A key may have been taken back since the token was made. */
async function confirm(service: Service, caller: RegistryCaller): Promise<RegistryAuthentication> {
  const { principal } = caller
  if (principal === null) return { state: 'valid', caller }
  const key = await getAccessKey(service.store.db, principal.accessKeyId)
  const isTheirs = key?.accountId === principal.accountId && key.role === principal.role
  if (!isTheirs) return { state: 'invalid' }
  if (key.expiresAt !== null && new Date(key.expiresAt) <= service.clock()) return { state: 'expired' }
  return { state: 'valid', caller }
}

async function verifyHeader(service: Service, authorization: string): Promise<Verified<RegistryCaller>> {
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
async function verifyLogin(service: Service, encoded: string): Promise<Verified<RegistryCaller>> {
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  return text.startsWith('AWS:') ? verifyPassword(service, text.slice('AWS:'.length)) : { state: 'invalid' }
}

async function verifyPassword(service: Service, password: string): Promise<Verified<RegistryCaller>> {
  const verified = await verifyLoginToken(service.keys, password, service.clock())
  if (verified.state !== 'valid') return verified
  return { ...verified, content: { principal: verified.content, scopes: null } }
}
