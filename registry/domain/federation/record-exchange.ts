/** The audit record of an exchange, as CloudTrail has it of AssumeRoleWithWebIdentity. */

import type { WebIdentity } from '#registry/domain/access/trust/decide-trust.ts'
import type { AuditLog } from '#registry/domain/audit/audit-log.ts'
import { type CallRecord, createCallRecord } from '#registry/domain/audit/call-record.ts'
import type { RecordedMembers } from '#registry/domain/audit/recorded-members.ts'
import type { UserIdentity } from '#registry/domain/audit/to-user-identity.ts'

/** Never here: the token, the secret key and the session token. */
const members: RecordedMembers = {
  request: { roleArn: 'value', roleSessionName: 'value', durationSeconds: 'value' },
  response: {
    credentials: { accessKeyId: 'value', expiration: 'value' },
    assumedRoleUser: { assumedRoleId: 'value', arn: 'value' },
    subjectFromWebIdentityToken: 'value',
    audience: 'value',
    provider: 'value',
  },
}

/** Where an exchange came from. */
export interface ExchangeOrigin {
  requestId: string
  sourceIp: string
  userAgent: string
}

/** @param identity null where the token was not good, so that nobody is known */
export function beginExchangeRecord(
  { audit, newId, clock }: { audit: AuditLog; clock: () => Date; newId: () => string },
  { requestId, sourceIp, userAgent }: ExchangeOrigin,
  identity: WebIdentity | null,
  role: { arn: string; accountId: string },
): CallRecord {
  const record = createCallRecord({
    audit,
    newId,
    facts: {
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRoleWithWebIdentity',
      readOnly: false,
      userIdentity: toIdentity(identity),
      sourceIPAddress: sourceIp,
      userAgent,
      requestId,
      at: clock(),
    },
    members,
  })
  record.about({ ownerAccountId: role.accountId, arn: role.arn })
  return record
}

function toIdentity(identity: WebIdentity | null): UserIdentity {
  if (identity === null) return { type: 'WebIdentityUser', principalId: 'unknown' }
  const { provider, audiences, subject } = identity
  return {
    type: 'WebIdentityUser',
    principalId: `${provider}:${audiences.join(',')}:${subject}`,
    userName: subject,
    identityProvider: provider,
  }
}
