/**
 * The password that `aws ecr-public get-login-password` prints: a signed token (RFC 7519, HS256) that names the
 * principal, so that the registry needs no session table to know who pushes. Clients treat it as opaque.
 */
import { SignJWT } from 'jose'
import type { Keys } from '#registry/store/keys.ts'
import { type Principal, toPrincipalArn } from './principal.ts'

const lifetimeMs = 12 * 60 * 60 * 1000

/** Purpose of the signing key, for `keys.derive`. */
export const loginTokenPurpose = 'login-token'
export const loginTokenAudience = 'registry-login'

/** A password for the principal, valid for 12 hours from `now`, to the second. */
export async function issueLoginToken(
  keys: Keys,
  principal: Principal,
  now: Date,
): Promise<{ password: string; expiresAt: Date }> {
  const issuedAtSeconds = Math.floor(now.getTime() / 1000)
  const expiresAtSeconds = issuedAtSeconds + lifetimeMs / 1000
  const password = await new SignJWT({
    accountId: principal.accountId,
    userName: principal.userName,
    role: principal.role,
    accessKeyId: principal.accessKeyId,
  })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(toPrincipalArn(principal))
    .setAudience(loginTokenAudience)
    .setIssuedAt(issuedAtSeconds)
    .setExpirationTime(expiresAtSeconds)
    .sign(keys.derive(loginTokenPurpose))
  return { password, expiresAt: new Date(expiresAtSeconds * 1000) }
}
