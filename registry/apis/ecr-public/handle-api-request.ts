/**
 * The ECR Public API: AWS JSON 1.1 on `POST /` (API version 2020-10-30). Every call goes through here:
 * authenticate, find the operation, read the body, and then the order that `defineOperation` enforces.
 */

import type { Logger } from 'pino'
import { AliasError } from '#registry/domain/aliases/alias-error.ts'
import {
  authenticateAndRecord,
  beginApiRecord,
  ecrPublicSource,
  ownSource,
} from '#registry/domain/audit/begin-api-record.ts'
import { recordedMembers } from '#registry/domain/audit/recorded-members.ts'
import { ImageError } from '#registry/domain/images/image-error.ts'
import { LimitError } from '#registry/domain/limits/limit-error.ts'
import { toStoreRefusal } from '#registry/store/store-error.ts'
import { answerCall, awsJsonType, type CallTrace } from '#registry/wire/aws-json/answer-call.ts'
import type { ApiRequest, ApiResponse } from '#registry/wire/aws-json/api-request.ts'
import { parseBody } from '#registry/wire/aws-json/decode-input.ts'
import { EcrError } from '#registry/wire/aws-json/ecr-error.ts'
import { fromAliasError, fromImageError } from './from-domain-error.ts'
import type { Operation, OperationService } from './operation.ts'
import { operationTable } from './operation-table.ts'

const targetPrefix = 'SpencerFrontendService.'

/**
 * Answers one call. Never throws: what goes wrong unexpectedly is logged once and answered as ServerException.
 * @param own one of this project's own operations, which has an address instead of a target
 */
export function handleApiRequest(
  service: OperationService,
  request: ApiRequest,
  own?: Operation,
): Promise<ApiResponse> {
  return answerCall(
    service,
    (trace) => callOperation(service, request, own, trace),
    (error, requestId) => {
      const { code, message, details, headers, status } = toEcrError(service, request, requestId, error)
      return { status, code, message, details, headers }
    },
  )
}

async function callOperation(
  service: OperationService,
  request: ApiRequest,
  own: Operation | undefined,
  trace: CallTrace,
): Promise<object> {
  const operation = own ?? findOperation(request)
  const eventSource = own === undefined ? ecrPublicSource : ownSource
  const call = operation && {
    ...toRecordedCall(operation),
    requestId: trace.requestId,
    eventSource,
  }
  const principal = await authenticateAndRecord(service, request, call)
  if (operation === undefined || call === undefined) throw new EcrError('UnknownOperationException')
  const record = beginApiRecord(service, request, principal, call)
  trace.record = record
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (own === undefined && type !== awsJsonType) {
    throw new EcrError('SerializationException', `The Content-Type of a request must be ${awsJsonType}.`)
  }
  const origin = { sourceIp: request.sourceIp, userAgent: request.headers['user-agent'] ?? '' }
  const body = own !== undefined && request.body.length === 0 ? {} : await parseBody(request.body)
  record.add(body)
  return operation.call(service, principal, body, origin, record)
}

function findOperation(request: ApiRequest): Operation | undefined {
  const target = request.headers['x-amz-target']
  const isTarget = typeof target === 'string' && target.startsWith(targetPrefix) && request.method === 'POST'
  return isTarget ? operationTable.get(target.slice(targetPrefix.length)) : undefined
}

function toRecordedCall({ name, access }: Operation) {
  // A test keeps the two tables up to date.
  const members = recordedMembers[name] ?? { request: {}, response: null }
  return { operation: name, readOnly: access === 'read', members }
}

function toEcrError(
  service: { log: Logger },
  request: ApiRequest,
  requestId: string,
  cause: unknown,
): EcrError {
  if (cause instanceof EcrError) return cause
  if (cause instanceof ImageError) return fromImageError(cause)
  if (cause instanceof AliasError) return fromAliasError(cause)
  if (cause instanceof LimitError) {
    return new EcrError('ThrottlingException', cause.message, { cause, headers: cause.headers })
  }
  const refusal = toStoreRefusal(cause)
  service.log.error({ err: cause, requestId, target: request.headers['x-amz-target'] }, 'API call failed')
  if (refusal !== null) return new EcrError('ServerException', refusal.message, { ...refusal, cause })
  return new EcrError(
    'ServerException',
    `The service failed to answer this call. Its log has the cause under request id ${requestId}.`,
    { cause },
  )
}
