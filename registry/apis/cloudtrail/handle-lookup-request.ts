/**
 * The one operation of CloudTrail that is here: `LookupEvents`, in AWS JSON 1.1 on `POST /`, signed for the service
 * `cloudtrail`. It is recorded as every call is.
 */

import type { Logger } from 'pino'
import { authorizeLookup } from '#registry/domain/access/authorize-lookup.ts'
import {
  type ApiCall,
  authenticateAndRecord,
  beginApiRecord,
} from '#registry/domain/audit/begin-api-record.ts'
import { answerCall, type CallFailure, type CallTrace } from '#registry/wire/aws-json/answer-call.ts'
import type { ApiRequest, ApiResponse } from '#registry/wire/aws-json/api-request.ts'
import { parseBody } from '#registry/wire/aws-json/decode-input.ts'
import { EcrError, errorTable } from '#registry/wire/aws-json/ecr-error.ts'
import type { Parts, Verbs } from '../parts.ts'
import { CloudTrailError } from './cloudtrail-error.ts'
import { lookupEvents } from './lookup-events.ts'

const targets = /^(?:com\.amazonaws\.cloudtrail\.v20131101\.)?CloudTrail_20131101\./
const operation = 'LookupEvents'

const recorded: Omit<ApiCall, 'requestId'> = {
  eventSource: 'cloudtrail.amazonaws.com',
  operation,
  readOnly: true,
  members: {
    request: {
      LookupAttributes: [{ AttributeKey: 'value', AttributeValue: 'value' }],
      StartTime: 'time',
      EndTime: 'time',
      MaxResults: 'value',
    },
    response: null,
  },
}

type LookupService = Parts<'config' | 'keys' | 'access' | 'limits' | 'audit' | 'clock' | 'newId' | 'log'> &
  Verbs<'accessKeys' | 'audit' | 'policies' | 'repositories'>

/** True for what is meant for CloudTrail, also for its operations that are not here. */
export function isCloudTrailRequest({ headers }: ApiRequest): boolean {
  return targets.test(String(headers['x-amz-target'] ?? ''))
}

/** Answers one call. Never throws: what goes wrong unexpectedly is logged once and answered as InternalFailure. */
export function handleLookupRequest(service: LookupService, request: ApiRequest): Promise<ApiResponse> {
  return answerCall(
    service,
    (trace) => call(service, request, trace),
    (error, requestId) => toFailure(service, requestId, error),
  )
}

async function call(service: LookupService, request: ApiRequest, trace: CallTrace): Promise<object> {
  const apiCall = { ...recorded, requestId: trace.requestId }
  const name = String(request.headers['x-amz-target']).replace(targets, '')
  const principal = await authenticateAndRecord(service, request, apiCall, 'cloudtrail')
  if (name !== operation) throw new EcrError('UnknownOperationException')
  const record = beginApiRecord(service, request, principal, apiCall)
  trace.record = record
  const body = await parseBody(request.body)
  record.add(body)
  const origin = { sourceIp: request.sourceIp, userAgent: request.headers['user-agent'] ?? '' }
  await authorizeLookup(service, principal, origin)
  const output = await lookupEvents(service, principal.accountId, body)
  record.succeed(output)
  return output
}

function toFailure(service: { log: Logger }, requestId: string, error: unknown): CallFailure {
  if (error instanceof CloudTrailError) return { status: 400, code: error.code, message: error.message }
  if (error instanceof EcrError) {
    return { status: errorTable[error.code].status, code: error.code, message: error.message }
  }
  service.log.error({ err: error, requestId }, 'looking events up failed')
  const message = `The service failed to answer this call. Its log has the cause under request id ${requestId}.`
  return { status: 500, code: 'InternalFailure', message }
}
