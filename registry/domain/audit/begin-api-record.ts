/** Begins the record of a call of the ECR Public API, or of the one that reads the audit log. */
import { authenticateRequest } from '#registry/domain/access/authenticate-request.ts'
import type { Principal } from '#registry/domain/access/principal.ts'
import type { Limits } from '#registry/domain/limits/create-limits.ts'
import type { Store } from '#registry/store/open-store.ts'
import type { ApiRequest } from '#registry/wire/aws-json/api-request.ts'
import { EcrError } from '#registry/wire/aws-json/ecr-error.ts'
import type { AuditLog } from './audit-log.ts'
import { type CallRecord, createCallRecord } from './call-record.ts'
import type { RecordedMembers } from './recorded-members.ts'
import { toUnprovenIdentity, toUserIdentity, type UserIdentity } from './to-user-identity.ts'

export interface ApiCall {
  requestId: string
  eventSource: string
  operation: string
  readOnly: boolean
  members: RecordedMembers
}

export const ecrPublicSource = 'ecr-public.amazonaws.com'
/** Of what AWS has no call for. */
export const ownSource = 'public-gallery'

/** Of a call whose signature was good. */
export function beginApiRecord(
  service: { audit: AuditLog; clock: () => Date; newId: () => string },
  request: ApiRequest,
  principal: Principal,
  call: ApiCall,
): CallRecord {
  return begin(service, request, toUserIdentity(principal), call)
}

/**
 * The principal who signed the request. A signature that is no good is recorded, where it is known what was called.
 * @throws {EcrError} as `authenticateRequest` does
 */
export async function authenticateAndRecord(
  service: Parameters<typeof authenticateRequest>[0] & UnprovenParts,
  request: ApiRequest,
  call: ApiCall | undefined,
  signingName?: 'cloudtrail',
): Promise<Principal> {
  try {
    return await authenticateRequest(service, request, signingName)
  } catch (error) {
    if (call !== undefined && error instanceof EcrError) await recordUnproven(service, request, call, error)
    throw error
  }
}

interface UnprovenParts {
  store: Pick<Store, 'accessKeys'>
  limits: Limits
  audit: AuditLog
  clock: () => Date
  newId: () => string
}

/**
 * Records a call whose signature was not good, for the account whose access key it names; none when there is no such key, or
 * when too many come from where it came from.
 */
async function recordUnproven(
  service: UnprovenParts,
  request: ApiRequest,
  call: ApiCall,
  error: { code: string; message: string },
): Promise<void> {
  const authorization = request.headers.authorization ?? ''
  const accessKeyId = /\bCredential=([A-Z0-9]{16,128})\//.exec(authorization)?.[1]
  const key = accessKeyId === undefined ? null : await service.store.accessKeys.get(accessKeyId)
  if (accessKeyId === undefined || key === null) return
  if (!service.limits.unprovenRecords.take(request.sourceIp)) return
  await begin(service, request, toUnprovenIdentity(key.accountId, accessKeyId), call).fail(error)
}

function begin(
  service: { audit: AuditLog; clock: () => Date; newId: () => string },
  { headers, sourceIp }: ApiRequest,
  userIdentity: UserIdentity,
  call: ApiCall,
): CallRecord {
  return createCallRecord({
    audit: service.audit,
    newId: service.newId,
    facts: {
      eventSource: call.eventSource,
      eventName: call.operation,
      readOnly: call.readOnly,
      userIdentity,
      sourceIPAddress: sourceIp,
      userAgent: headers['user-agent'] ?? '',
      requestId: call.requestId,
      at: service.clock(),
    },
    members: call.members,
  })
}
