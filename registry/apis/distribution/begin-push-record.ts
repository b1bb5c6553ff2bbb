/** Begins the record of a step of a push: each is an action of the ECR Public API, and is recorded as that action. */
import type { Principal } from '#registry/domain/access/principal.ts'
import type { AuditLog } from '#registry/domain/audit/audit-log.ts'
import { ecrPublicSource } from '#registry/domain/audit/begin-api-record.ts'
import { type CallRecord, createCallRecord } from '#registry/domain/audit/call-record.ts'
import { type RecordedMembers, recordedMembers } from '#registry/domain/audit/recorded-members.ts'
import { toUserIdentity } from '#registry/domain/audit/to-user-identity.ts'
import { ImageError } from '#registry/domain/images/image-error.ts'
import { toRepositoryArn } from '#registry/wire/aws-json/arn.ts'
import type { DistributionRequest } from './distribution-request.ts'
import type { OciError, OciErrorCode } from './oci-error.ts'

/** The actions as which steps of a push are recorded; AWS has no name for taking an upload back. */
export type PushStep =
  | 'InitiateLayerUpload'
  | 'UploadLayerPart'
  | 'CompleteLayerUpload'
  | 'CancelLayerUpload'
  | 'PutImage'
  | 'BatchDeleteImage'

interface Step {
  step: PushStep
  principal: Principal
  accountId: string | null
  alias: string
  name: string
}

export function beginPushRecord(
  service: { audit: AuditLog; clock: () => Date; newId: () => string },
  request: DistributionRequest,
  step: Step,
): CallRecord {
  const { accountId, alias, name } = step
  const record = createCallRecord({
    audit: service.audit,
    newId: service.newId,
    facts: {
      eventSource: ecrPublicSource,
      eventName: step.step,
      readOnly: false,
      userIdentity: toUserIdentity(step.principal),
      sourceIPAddress: request.sourceIp,
      userAgent: request.headers['user-agent'] ?? '',
      requestId: service.newId(),
      at: service.clock(),
    },
    members: toStepMembers(step.step),
  })
  record.add({ registryId: accountId ?? alias, repositoryName: name })
  record.about({ ownerAccountId: accountId, arn: toRepositoryArn(accountId ?? alias, name) })
  return record
}

/** One request may begin a layer and complete it; then it is recorded as what it came to. */
export function renameStep(record: CallRecord, step: PushStep): void {
  record.rename(step, toStepMembers(step))
}

function toStepMembers(step: PushStep): RecordedMembers {
  return recordedMembers[step] ?? { request: {}, response: null }
}

const exceptionOf: Partial<Record<OciErrorCode, string>> = {
  BLOB_UNKNOWN: 'LayersNotFoundException',
  BLOB_UPLOAD_INVALID: 'InvalidLayerPartException',
  BLOB_UPLOAD_UNKNOWN: 'UploadNotFoundException',
  DENIED: 'AccessDeniedException',
  DIGEST_INVALID: 'InvalidLayerException',
  MANIFEST_BLOB_UNKNOWN: 'LayersNotFoundException',
  MANIFEST_UNKNOWN: 'ImageNotFoundException',
  NAME_UNKNOWN: 'RepositoryNotFoundException',
  UNAUTHORIZED: 'AccessDeniedException',
  UNKNOWN: 'ServerException',
}

/** The failure as the ECR Public API would have answered it, so that one search finds those of both. */
export function toRecordedError({ code, message, cause }: OciError): { code: string; message: string } {
  const isLimit = cause instanceof ImageError && cause.code === 'limit-exceeded'
  const exception = isLimit ? 'LimitExceededException' : exceptionOf[code]
  return { code: exception ?? 'InvalidParameterException', message }
}
