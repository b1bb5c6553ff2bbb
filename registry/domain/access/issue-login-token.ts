/**
 * The password that `aws ecr-public get-login-password` prints: a signed token (RFC 7519, HS256) that names the
 * principal, so that the registry needs no session table to know who pushes. Clients treat it as opaque.
 */
import { SignJWT } from 'jose'
import type { Keys } from '#registry/store/keys.ts'
import type { Identity } from './find-identity.ts'
import { type LoginSubject, toLoginSubject } from './login-subject.ts'

const lifetimeMs = 12 * 60 * 60 * 1000

/** Purpose of the signing key, for `keys.derive`. */
export const loginTokenPurpose = 'login-token'
export const loginTokenAudience = 'registry-login'

/**
 * A password for the holder of the key, valid for 12 hours from `now`, to the second; that of a session no longer than
 * the session.
 * @param tokenId what it can be revoked by
 */
export async function issueLoginToken(
  keys: Keys,
  identity: Identity,
  now: Date,
  tokenId: string,
): Promise<{ password: string; expiresAt: Date }> {
  const { expiresAt } = identity.key
  const endsAtMs = expiresAt === null ? Number.POSITIVE_INFINITY : new Date(expiresAt).getTime()
  const expiresAtSeconds = Math.floor(Math.min(now.getTime() + lifetimeMs, endsAtMs) / 1000)
  const subject: LoginSubject = toLoginSubject(identity, tokenId, expiresAtSeconds)
  const password = await new SignJWT({ ...subject })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(identity.principal.arn)
    .setAudience(loginTokenAudience)
    .setIssuedAt(Math.floor(now.getTime() / 1000))
    .setExpirationTime(expiresAtSeconds)
    .sign(keys.derive(loginTokenPurpose))
  return { password, expiresAt: new Date(expiresAtSeconds * 1000) }
}
