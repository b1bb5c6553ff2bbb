/**
 * Exchanges a token of an OIDC issuer for credentials of a role that end by themselves (AWS Security Token Service, API
 * version 2011-06-15, AssumeRoleWithWebIdentity). Both ways in, `POST /token/` and the query protocol of STS, end here.
 */

import type { Logger } from 'pino'
import { trustPolicySchema } from '#registry/domain/access/policy/policy-document.ts'
import { toRoleArn } from '#registry/domain/access/principal.ts'
import type { WebIdentity } from '#registry/domain/access/trust/decide-trust.ts'
import { isTrusted, webIdentityAction } from '#registry/domain/access/trust/decide-trust.ts'
import type { AuditLog } from '#registry/domain/audit/audit-log.ts'
import { insertAccessKey } from '#registry/domain/identities/manage-access-key.ts'
import type { Limits } from '#registry/domain/limits/create-limits.ts'
import type { Role } from '#registry/store/entities.ts'
import type { Keys } from '#registry/store/keys.ts'
import type { Store } from '#registry/store/open-store.ts'
import { FederationError } from './federation-error.ts'
import type { Issuers } from './issuers.ts'
import { beginExchangeRecord, type ExchangeOrigin } from './record-exchange.ts'
import { verifyWebIdentity } from './verify-web-identity.ts'

export interface WebIdentityRequest {
  /** The issuer's, as it is sent: a signed JSON Web Token. */
  token: string
  roleArn: string
  /** It stands in the principal's ARN; null to make one of the token's subject. */
  sessionName: string | null
  /** How long the credentials are to last; null for an hour, or less where the role lets none last so long. */
  seconds: number | null
}

export interface AssumedRole {
  accessKeyId: string
  secretAccessKey: string
  sessionToken: string
  expiresAt: Date
  /** `arn:aws:sts::123456789012:assumed-role/ROLE/SESSION` */
  arn: string
  /** `AROA…:SESSION` */
  assumedRoleId: string
  identity: WebIdentity
}

const usualSeconds = 3600
const leastSeconds = 900

/** @throws {FederationError} for whatever is wrong; whether there is such a role is not told */
export async function assumeRoleWithWebIdentity(
  service: {
    store: Pick<Store, 'roles' | 'transaction'>
    keys: Keys
    limits: Limits
    issuers: Issuers
    audit: AuditLog
    clock: () => Date
    newId: () => string
    log: Logger
  },
  request: WebIdentityRequest,
  origin: ExchangeOrigin,
): Promise<AssumedRole> {
  const { accountId, roleName } = parseRoleArn(request.roleArn)
  checkRequest(request)
  const role = await service.store.roles.get(accountId, roleName)
  const identity = await verifyWebIdentity(service, request.token).catch(async (error: unknown) => {
    await recordFailure(service, request, origin, null, role, error)
    throw error
  })
  try {
    return await assume(service, request, origin, identity, { accountId, roleName })
  } catch (error) {
    await recordFailure(service, request, origin, identity, role, error)
    throw error
  }
}

/** The role is read again in the transaction that makes the key: its trust may have been taken back by then. */
async function assume(
  service: {
    store: Pick<Store, 'transaction'>
    keys: Keys
    audit: AuditLog
    clock: () => Date
    newId: () => string
  },
  request: WebIdentityRequest,
  origin: ExchangeOrigin,
  identity: WebIdentity,
  { accountId, roleName }: { accountId: string; roleName: string },
): Promise<AssumedRole> {
  const now = service.clock()
  const sessionName = request.sessionName ?? toSessionName(identity.subject)
  return service.store.transaction(async (tx) => {
    const role = await tx.roles.get(accountId, roleName)
    const trusts =
      role !== null &&
      isTrusted({
        trustPolicy: trustPolicySchema.parse(JSON.parse(role.trustPolicy)),
        accountId,
        identity,
        sessionName,
        sourceIp: origin.sourceIp,
        at: now,
      })
    if (!trusts) throw new FederationError('access-denied', `Not authorized to perform ${webIdentityAction}`)
    const seconds = request.seconds ?? Math.min(usualSeconds, role.maxSessionSeconds)
    if (seconds > role.maxSessionSeconds) {
      throw new FederationError(
        'invalid-request',
        `A session of this role can last ${role.maxSessionSeconds} seconds at most.`,
      )
    }
    const holder = { kind: 'role', roleId: role.roleId, sessionName } as const
    const key = await insertAccessKey(tx, service, { accountId, holder, sessionSeconds: seconds })
    const assumed: AssumedRole = {
      ...key,
      sessionToken: key.sessionToken ?? '',
      expiresAt: new Date(now.getTime() + seconds * 1000),
      arn: `arn:aws:sts::${accountId}:assumed-role/${role.name}/${sessionName}`,
      assumedRoleId: `${role.roleId}:${sessionName}`,
      identity,
    }
    const record = beginRecord(service, { ...request, sessionName, seconds }, origin, identity, role)
    await record.commit(tx, toResponse(assumed))
    return assumed
  })
}

function toResponse({ accessKeyId, expiresAt, arn, assumedRoleId, identity }: AssumedRole) {
  return {
    credentials: { accessKeyId, expiration: expiresAt.toISOString() },
    assumedRoleUser: { assumedRoleId, arn },
    subjectFromWebIdentityToken: identity.subject,
    audience: identity.audiences.join(','),
    provider: identity.provider,
  }
}

function beginRecord(
  service: { audit: AuditLog; clock: () => Date; newId: () => string },
  { roleArn, sessionName, seconds }: WebIdentityRequest,
  origin: ExchangeOrigin,
  identity: WebIdentity | null,
  { accountId, name }: Role,
) {
  const record = beginExchangeRecord(service, origin, identity, {
    arn: toRoleArn(accountId, name),
    accountId,
  })
  record.add({
    roleArn,
    ...(sessionName !== null && { roleSessionName: sessionName }),
    ...(seconds !== null && { durationSeconds: seconds }),
  })
  return record
}

/**
 * For the account whose role it is; what concerns nobody's role is not recorded for anybody. Everybody can try, and everybody
 * has an account at some issuers, so that only so many are recorded.
 */
async function recordFailure(
  service: { limits: Limits; audit: AuditLog; clock: () => Date; newId: () => string },
  request: WebIdentityRequest,
  origin: ExchangeOrigin,
  identity: WebIdentity | null,
  role: Role | null,
  error: unknown,
): Promise<void> {
  if (role === null || !(error instanceof FederationError)) return
  if (!service.limits.unprovenRecords.take(origin.sourceIp)) return
  const { message } = error
  await beginRecord(service, request, origin, identity, role).fail({ code: toStsCode(error), message })
}

/** The code that STS has for it. */
export function toStsCode({ code }: FederationError): string {
  switch (code) {
    case 'invalid-request':
      return 'ValidationError'
    case 'invalid-token':
      return 'InvalidIdentityToken'
    case 'expired-token':
      return 'ExpiredTokenException'
    case 'access-denied':
      return 'AccessDenied'
    case 'issuer-unavailable':
      return 'IDPCommunicationError'
  }
}

function parseRoleArn(text: string): { accountId: string; roleName: string } {
  const [, accountId, roleName] = /^arn:aws:iam::([0-9]{12}):role\/([\w+=,.@-]{1,64})$/.exec(text) ?? []
  if (accountId === undefined || roleName === undefined) {
    throw new FederationError(
      'invalid-request',
      'The role must be named by its ARN, such as arn:aws:iam::123456789012:role/ci.',
    )
  }
  return { accountId, roleName }
}

function checkRequest({ sessionName, seconds }: WebIdentityRequest): void {
  if (sessionName !== null && !/^[\w+=,.@-]{2,64}$/.test(sessionName)) {
    throw new FederationError(
      'invalid-request',
      'The name of a session must have 2 to 64 letters, digits and any of _+=,.@- in it.',
    )
  }
  if (seconds !== null && !(Number.isInteger(seconds) && seconds >= leastSeconds && seconds <= 43_200)) {
    throw new FederationError('invalid-request', 'A session can last 900 to 43200 seconds.')
  }
}

/** @example toSessionName('repo:acme/app:ref:refs/heads/main') // 'repo-acme-app-ref-refs-heads-main' */
function toSessionName(subject: string): string {
  const name = subject.replace(/[^\w+=,.@-]+/g, '-').slice(0, 64)
  return name.length < 2 ? `${name}-session` : name
}
