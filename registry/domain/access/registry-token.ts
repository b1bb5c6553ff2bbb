/**
 * The short-lived tokens of `/token/` (RFC 7519, HS256): who pulls or pushes, and what the token was asked for. Only a
 * signature of our own key counts, whatever the token's header says of algorithms and keys.
 */
import { errors, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import type { Keys } from '#registry/store/keys.ts'
import { loginTokenAudience, loginTokenPurpose } from './issue-login-token.ts'
import { type LoginSubject, loginSubjectSchema } from './login-subject.ts'
import { type Scope, scopeSchema } from './scope.ts'

const lifetimeSeconds = 900

const purpose = 'registry-token'
const audience = 'registry'

export interface RegistryToken {
  /** Whom it was given to; null for anyone. */
  login: LoginSubject | null
  scopes: Scope[]
}

export type Verified<Content> =
  | { state: 'valid'; content: Content; expiresAt: Date }
  /** It was made here once. */
  | { state: 'expired' }
  | { state: 'invalid' }

const registryTokenSchema = z.object({
  login: loginSubjectSchema.nullable(),
  scopes: z.array(scopeSchema),
})

/** A token with these scopes, good for 15 minutes from `now`, but no longer than the login that it is given for. */
export async function issueRegistryToken(
  keys: Keys,
  token: RegistryToken,
  now: Date,
): Promise<{ token: string; lifetimeSeconds: number }> {
  const issuedAtSeconds = Math.floor(now.getTime() / 1000)
  const { endsAtSeconds = Number.POSITIVE_INFINITY } = token.login ?? {}
  const expiresAtSeconds = Math.min(issuedAtSeconds + lifetimeSeconds, endsAtSeconds)
  const text = await new SignJWT({ login: token.login, scopes: token.scopes })
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience(audience)
    .setIssuedAt(issuedAtSeconds)
    .setExpirationTime(expiresAtSeconds)
    .sign(keys.derive(purpose))
  return { token: text, lifetimeSeconds: expiresAtSeconds - issuedAtSeconds }
}

/** Whom a token of `/token/` was given to, and what for. */
export function verifyRegistryToken(keys: Keys, text: string, now: Date): Promise<Verified<RegistryToken>> {
  return verify(text, keys, purpose, audience, registryTokenSchema, now)
}

/** Whom a password of GetAuthorizationToken was given to. */
export function verifyLoginToken(keys: Keys, text: string, now: Date): Promise<Verified<LoginSubject>> {
  return verify(text, keys, loginTokenPurpose, loginTokenAudience, loginSubjectSchema, now)
}

async function verify<Content>(
  text: string,
  keys: Keys,
  purpose: string,
  expectedAudience: string,
  schema: z.ZodType<Content>,
  now: Date,
): Promise<Verified<Content>> {
  do {
    for (const key of keys.deriveAll(purpose)) {
      const verified = await verifyWith(text, key, expectedAudience, schema, now)
      if (verified.state !== 'invalid') return verified
    }
    // Another process may have signed it with a secret that is new.
  } while (keys.recheck())
  return { state: 'invalid' }
}

async function verifyWith<Content>(
  text: string,
  key: Uint8Array,
  expectedAudience: string,
  schema: z.ZodType<Content>,
  now: Date,
): Promise<Verified<Content>> {
  try {
    const { payload } = await jwtVerify(text, key, {
      algorithms: ['HS256'],
      audience: expectedAudience,
      currentDate: now,
      requiredClaims: ['exp'],
    })
    const parsed = schema.safeParse(payload)
    if (!parsed.success) return { state: 'invalid' }
    return { state: 'valid', content: parsed.data, expiresAt: new Date((payload.exp ?? 0) * 1000) }
  } catch (error) {
    return { state: error instanceof errors.JWTExpired ? 'expired' : 'invalid' }
  }
}
