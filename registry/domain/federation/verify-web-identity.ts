/**
 * Verifies a token of a configured issuer (OpenID Connect Core 1.0, section 3.1.3.7; RFC 8725). Nothing that the token says of
 * how to verify it counts: the algorithms are those of the issuer's entry, and the keys those that the issuer publishes,
 * whatever `alg`, `jwk`, `jku` or `x5c` stand in its header.
 */
import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose'
import type { Logger } from 'pino'
import type { WebIdentity } from '#registry/domain/access/trust/decide-trust.ts'
import { FederationError } from './federation-error.ts'
import { IssuerError } from './issuer-keys.ts'
import type { Issuer, Issuers } from './issuers.ts'

/** As many as STS takes. */
const maxTokenCharacters = 20_000
const leewaySeconds = 30
/** However late it would end: a token that leaked is not good forever. */
const maxTokenAgeSeconds = 24 * 60 * 60

/** @throws {FederationError} saying what is wrong with the token, without what is in it */
export async function verifyWebIdentity(
  { issuers, clock, log }: { issuers: Issuers; clock: () => Date; log: Logger },
  token: string,
): Promise<WebIdentity> {
  const issuer = requireIssuer(issuers, token)
  try {
    const { payload } = await jwtVerify(token, issuer.keys.getKey, {
      algorithms: issuer.algorithms,
      issuer: issuer.issuer,
      clockTolerance: leewaySeconds,
      maxTokenAge: maxTokenAgeSeconds,
      currentDate: clock(),
      requiredClaims: ['exp', 'iat', 'sub', 'aud'],
    })
    return toIdentity(issuer, payload)
  } catch (error) {
    if (error instanceof FederationError) throw error
    if (!(error instanceof errors.JOSEError)) {
      log.warn({ err: error, issuer: issuer.issuer }, 'the keys of an OIDC issuer cannot be used')
      const hint = error instanceof IssuerError ? 'cannot be read' : 'cannot be used'
      throw new FederationError(
        'issuer-unavailable',
        `The keys of the token's issuer ${hint} at the moment. The log of the registry has the cause.`,
        { cause: error },
      )
    }
    throw toFederationError(error)
  }
}

function requireIssuer(issuers: Issuers, token: string): Issuer {
  if (issuers.size === 0) throw invalid('This registry takes tokens of no OpenID Connect issuer.')
  if (token.length > maxTokenCharacters) {
    throw invalid(`The token has more than ${maxTokenCharacters} characters.`)
  }
  const { type, issuer: name } = readUnverified(token)
  // What was made for something else (RFC 9068, RFC 8725 section 3.11) is no ID token.
  if (type !== undefined && !/^(application\/)?jwt$/i.test(type)) throw invalid('The token is no ID token.')
  const issuer = name === undefined ? undefined : issuers.get(name)
  if (issuer === undefined) throw invalid("The token's issuer is none whose tokens this registry takes.")
  return issuer
}

function readUnverified(token: string): { type: string | undefined; issuer: string | undefined } {
  try {
    const { typ } = decodeProtectedHeader(token)
    const { iss } = decodeJwt(token)
    return { type: typ, issuer: typeof iss === 'string' ? iss : undefined }
  } catch (error) {
    throw invalid('The token is no signed JSON Web Token.', error)
  }
}

function toIdentity({ provider, audiences: taken }: Issuer, claims: JWTPayload): WebIdentity {
  const { sub, aud = [] } = claims
  const audiences = [aud].flat()
  // One that is good elsewhere too may have come from there.
  if (audiences.length === 0 || !audiences.every((audience) => taken.includes(audience))) {
    throw invalid('The token is for another audience. Ask its issuer for one for this registry.')
  }
  if (typeof sub !== 'string' || sub === '' || sub.length > 2048) throw invalid('The token names no subject.')
  return { provider, subject: sub, audiences, claims }
}

function toFederationError(error: errors.JOSEError): FederationError {
  if (error instanceof errors.JWTExpired) {
    const message = 'The token has expired. Get a new one from its issuer.'
    return new FederationError('expired-token', message, { cause: error })
  }
  return invalid(explain(error), error)
}

function explain(error: errors.JOSEError): string {
  if (error instanceof errors.JOSEAlgNotAllowed) {
    return 'The token is signed with an algorithm that is not allowed for its issuer.'
  }
  if (error instanceof errors.JWKSNoMatchingKey) return "The token was signed with no key of its issuer's."
  if (error instanceof errors.JWSSignatureVerificationFailed)
    return 'The signature of the token is not valid.'
  if (error instanceof errors.JWTClaimValidationFailed) {
    return `The claim '${error.claim}' of the token is missing, or not as it must be.`
  }
  return 'The token is not valid.'
}

function invalid(message: string, cause?: unknown): FederationError {
  return new FederationError('invalid-token', message, { cause })
}
