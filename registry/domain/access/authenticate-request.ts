/**
 * Who sent a request: verifies its Signature Version 4 (AWS General Reference, "Signature Version 4 signing
 * process") against the stored access keys. Any Region is accepted in the credential scope, because clients
 * sign for the Region they are set to.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { AccessKey } from '#registry/store/entities.ts'
import type { Keys } from '#registry/store/keys.ts'
import type { Store } from '#registry/store/open-store.ts'
import type { ApiRequest } from '#registry/wire/aws-json/api-request.ts'
import { EcrError } from '#registry/wire/aws-json/ecr-error.ts'
import type { AccessCache } from './access-cache.ts'
import { calculateSignature } from './calculate-signature.ts'
import { findIdentity } from './find-identity.ts'
import { type AuthorizationHeader, parseAuthorizationHeader } from './parse-authorization-header.ts'
import { checkSigningTime, parseSigningTime, type SigningTime } from './parse-signing-time.ts'
import type { Principal } from './principal.ts'
import { hashSessionToken, openSecret } from './sealed-secret.ts'

// Stands in for the secret of a key that does not exist, so that unknown keys take the same work.
const unknownKeySecret = 'x'.repeat(40)

/**
 * The principal whose key signed the request, for the service of this signing name.
 * @throws {EcrError} MissingAuthenticationToken-, IncompleteSignature-, InvalidSignature-,
 *   UnrecognizedClient- or ExpiredTokenException
 */
export async function authenticateRequest(
  service: { store: Pick<Store, 'accessKeys'>; keys: Keys; access: AccessCache; clock: () => Date },
  request: ApiRequest,
  signingName: 'ecr-public' | 'cloudtrail' = 'ecr-public',
): Promise<Principal> {
  const authorization = parseAuthorizationHeader(request.headers.authorization)
  const time = parseSigningTime(request.headers)
  checkScope(authorization, time, signingName)
  const headers = pickSignedHeaders(request.headers, authorization.signedHeaders, time)
  const payloadSha256 = hashPayload(request)
  checkSigningTime(time, service.clock())

  const identity = await findIdentity(service, authorization.accessKeyId)
  const key = identity?.key ?? null
  const signature = await calculateSignature(
    {
      method: request.method,
      url: request.url,
      headers,
      payloadSha256,
      signedAt: time.at,
      region: authorization.scope.region,
      service: authorization.scope.service,
    },
    {
      accessKeyId: authorization.accessKeyId,
      secretAccessKey: key === null ? unknownKeySecret : openSecret(service.keys, key.secretSealed),
    },
  )
  const signatureMatches = equalInConstantTime(signature, authorization.signature)
  // An inactive key is answered as one that does not exist, as AWS answers it.
  if (identity === null || !isUsable(identity.key, request.headers['x-amz-security-token'])) {
    throw new EcrError('UnrecognizedClientException')
  }
  if (!signatureMatches) throw new EcrError('InvalidSignatureException')
  const { expiresAt } = identity.key
  if (expiresAt !== null && new Date(expiresAt) <= service.clock()) {
    throw new EcrError('ExpiredTokenException')
  }
  return identity.principal
}

function checkScope({ scope }: AuthorizationHeader, time: SigningTime, signingName: string): void {
  if (scope.terminator !== 'aws4_request') {
    throw invalidSignature(
      `Credential should be scoped with a valid terminator: 'aws4_request', not '${scope.terminator}'.`,
    )
  }
  if (scope.service !== signingName) {
    throw invalidSignature(`Credential should be scoped to correct service: '${signingName}'.`)
  }
  const day = time.basic.slice(0, 8)
  if (scope.date !== day) {
    throw invalidSignature(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${scope.date}' != '${day}', from '${time.basic}'.`,
    )
  }
}

function pickSignedHeaders(
  headers: IncomingHttpHeaders,
  names: readonly string[],
  time: SigningTime,
): Record<string, string> {
  // Whatever decides what the request does must be covered by the signature; the body is, by its hash.
  const required = ['x-amz-security-token', 'x-amz-target'].filter((name) => headers[name] !== undefined)
  for (const name of ['host', time.header, ...required]) {
    if (!names.includes(name)) {
      throw new EcrError(
        'IncompleteSignatureException',
        `'${name}' must be a 'SignedHeader' in the AWS Authorization.`,
      )
    }
  }
  return Object.fromEntries(
    names.map((name) => {
      // Own members only: a client may name 'constructor', which every object has.
      const value = Object.hasOwn(headers, name) ? headers[name] : undefined
      if (value === undefined) {
        throw new EcrError(
          'IncompleteSignatureException',
          `SignedHeaders names '${name}', which the request does not have.`,
        )
      }
      return [name, Array.isArray(value) ? value.join(',') : value]
    }),
  )
}

function hashPayload(request: ApiRequest): string {
  const sha256 = createHash('sha256').update(request.body).digest('hex')
  const declared = request.headers['x-amz-content-sha256']
  if (declared !== undefined && declared !== sha256) {
    throw invalidSignature("The 'x-amz-content-sha256' header is not the SHA-256 of the request body.")
  }
  return sha256
}

function isUsable(key: AccessKey, sessionToken: string | string[] | undefined): boolean {
  return key.isActive && sessionTokenMatches(key, sessionToken)
}

function sessionTokenMatches(key: AccessKey, sessionToken: string | string[] | undefined): boolean {
  if (key.sessionTokenSha256 === null) return sessionToken === undefined
  return (
    typeof sessionToken === 'string' &&
    equalInConstantTime(hashSessionToken(sessionToken), key.sessionTokenSha256)
  )
}

function equalInConstantTime(expected: string, given: string): boolean {
  const expectedBytes = Buffer.from(expected)
  const givenBytes = Buffer.from(given)
  return expectedBytes.length === givenBytes.length && timingSafeEqual(expectedBytes, givenBytes)
}

function invalidSignature(message: string): EcrError {
  return new EcrError('InvalidSignatureException', message)
}
