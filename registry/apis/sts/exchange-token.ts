/**
 * `POST /token/`: the token of an OIDC issuer for one of this registry (RFC 8693, "OAuth 2.0 Token Exchange"). The access
 * token that it answers is the password of `docker login` and a Bearer token of `/v2/`; with `scope` it is a narrower
 * Bearer token. Credentials of the role's session stand beside it, in the form of AWS's `credential_process`.
 */
import { authorizeCall } from '#registry/domain/access/authorize-call.ts'
import { findIdentity, type Identity } from '#registry/domain/access/find-identity.ts'
import { issueLoginToken } from '#registry/domain/access/issue-login-token.ts'
import { toLoginSubject } from '#registry/domain/access/login-subject.ts'
import { issueRegistryToken } from '#registry/domain/access/registry-token.ts'
import { type Scope, TooManyScopesError } from '#registry/domain/access/scope.ts'
import { beginApiRecord, ecrPublicSource } from '#registry/domain/audit/begin-api-record.ts'
import { recordedMembers } from '#registry/domain/audit/recorded-members.ts'
import { assumeRoleWithWebIdentity } from '#registry/domain/federation/assume-role-with-web-identity.ts'
import { FederationError } from '#registry/domain/federation/federation-error.ts'
import { limitCall } from '#registry/domain/limits/limit-call.ts'
import { LimitError } from '#registry/domain/limits/limit-error.ts'
import { type HttpAnswer, toJsonAnswer } from '#registry/wire/answer.ts'
import { EcrError } from '#registry/wire/aws-json/ecr-error.ts'
import type { Parts, Verbs } from '../parts.ts'
import { ExchangeError, parseExchange } from './parse-exchange.ts'

export type ExchangeService = Parts<
  'config' | 'keys' | 'access' | 'limits' | 'issuers' | 'audit' | 'clock' | 'newId' | 'log'
> &
  Verbs<'accessKeys' | 'policies' | 'repositories' | 'roles' | 'transaction'>

export interface ExchangeRequest {
  form: URLSearchParams
  sourceIp: string
  userAgent: string
}

/** @throws {LimitError} when the account has to wait */
export async function exchangeToken(service: ExchangeService, request: ExchangeRequest): Promise<HttpAnswer> {
  try {
    return toJsonAnswer(200, await exchange(service, request), { pragma: 'no-cache' })
  } catch (error) {
    const known = toExchangeError(error)
    if (known === null) throw error
    return toJsonAnswer(known.status, { error: known.code, error_description: known.message })
  }
}

async function exchange(service: ExchangeService, { form, ...from }: ExchangeRequest): Promise<object> {
  const { scopes, scope, ...request } = parseExchange(service.config, form)
  const origin = { ...from, requestId: service.newId() }
  const assumed = await assumeRoleWithWebIdentity(service, request, origin)
  const identity = await findIdentity(service, assumed.accessKeyId)
  if (identity === null) throw new ExchangeError('invalid_request', 'The role was deleted a moment ago.')
  const issued = await issue(service, identity, scopes, origin)
  return {
    access_token: issued.token,
    issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    token_type: 'Bearer',
    expires_in: issued.seconds,
    ...(scopes !== null && { scope }),
    credentials: {
      Version: 1,
      AccessKeyId: assumed.accessKeyId,
      SecretAccessKey: assumed.secretAccessKey,
      SessionToken: assumed.sessionToken,
      Expiration: assumed.expiresAt.toISOString(),
    },
    assumed_role: assumed.arn,
  }
}

/** A login is a login: the role needs the same two permissions as for GetAuthorizationToken, and there is the same record. */
async function issue(
  service: ExchangeService,
  identity: Identity,
  scopes: Scope[] | null,
  origin: { requestId: string; sourceIp: string; userAgent: string },
): Promise<{ token: string; seconds: number }> {
  const { principal } = identity
  const { keys, newId, clock } = service
  const operation = 'GetAuthorizationToken'
  const headers = { 'user-agent': origin.userAgent }
  const request = {
    method: 'POST',
    url: '/token/',
    headers,
    body: new Uint8Array(),
    sourceIp: origin.sourceIp,
  }
  const record = beginApiRecord(service, request, principal, {
    requestId: origin.requestId,
    eventSource: ecrPublicSource,
    operation,
    readOnly: true,
    members: recordedMembers[operation] ?? { request: {}, response: null },
  })
  const call = { access: 'read', registryId: principal.accountId, arn: '*' } as const
  try {
    for (const action of [`ecr-public:${operation}`, 'sts:GetServiceBearerToken']) {
      await authorizeCall(service, principal, origin, { ...call, action })
    }
    await limitCall(service, principal, operation)
  } catch (error) {
    if (error instanceof EcrError) await record.fail(error)
    if (error instanceof LimitError)
      await record.fail({ code: 'ThrottlingException', message: error.message })
    throw error
  }
  const now = clock()
  const tokenId = newId()
  const { password, expiresAt } = await issueLoginToken(keys, identity, now, tokenId)
  record.succeed({})
  const endsAtSeconds = Math.floor(expiresAt.getTime() / 1000)
  if (scopes === null) {
    return { token: password, seconds: endsAtSeconds - Math.floor(now.getTime() / 1000) }
  }
  const login = toLoginSubject(identity, tokenId, endsAtSeconds)
  const narrow = await issueRegistryToken(keys, { login, scopes }, now)
  return { token: narrow.token, seconds: narrow.lifetimeSeconds }
}

function toExchangeError(error: unknown): ExchangeError | null {
  if (error instanceof ExchangeError) return error
  if (error instanceof FederationError) {
    const isAway = error.code === 'issuer-unavailable'
    // RFC 8693, section 2.2.2: also for a token that is unacceptable based on policy.
    const code = isAway ? 'temporarily_unavailable' : 'invalid_request'
    return new ExchangeError(code, error.message, { cause: error })
  }
  if (error instanceof EcrError) return new ExchangeError('invalid_request', error.message, { cause: error })
  if (error instanceof TooManyScopesError) {
    return new ExchangeError('invalid_scope', error.message, { cause: error })
  }
  return null
}
