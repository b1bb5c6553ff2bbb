/**
 * The ECR Public API: AWS JSON 1.1 on `POST /` (API version 2020-10-30). Every call goes through here:
 * authenticate, find the operation, read the body, and then the order that `defineOperation` enforces.
 */
import { authenticateRequest } from '#registry/access/authenticate-request.ts'
import { AliasError } from '#registry/aliases/alias-error.ts'
import { ImageError } from '#registry/images/image-error.ts'
import { LimitError } from '#registry/limits/limit-error.ts'
import type { Service } from '#registry/service.ts'
import type { ApiRequest, ApiResponse } from './api-request.ts'
import { parseBody } from './decode-input.ts'
import { EcrError, errorTable } from './ecr-error.ts'
import { fromAliasError } from './from-alias-error.ts'
import { fromImageError } from './from-image-error.ts'
import type { Operation } from './operation.ts'
import { operationTable } from './operation-table.ts'

const targetPrefix = 'SpencerFrontendService.'
const contentType = 'application/x-amz-json-1.1'

/**
 * Answers one call. Never throws: what goes wrong unexpectedly is logged once and answered as ServerException.
 * @param own one of this project's own operations, which has an address instead of a target
 */
export async function handleApiRequest(
  service: Service,
  request: ApiRequest,
  own?: Operation,
): Promise<ApiResponse> {
  const requestId = service.newId()
  const respond = (status: number, output: object, headers: Record<string, string> = {}): ApiResponse => ({
    status,
    headers: {
      'content-type': contentType,
      'x-amzn-requestid': requestId,
      date: service.clock().toUTCString(),
      ...headers,
    },
    body: JSON.stringify(output),
  })
  try {
    return respond(200, await callOperation(service, request, own))
  } catch (error) {
    const { code, message, details, headers } = toEcrError(service, request, requestId, error)
    return respond(errorTable[code].status, { ...details, __type: code, message }, headers)
  }
}

async function callOperation(service: Service, request: ApiRequest, own?: Operation): Promise<object> {
  const principal = await authenticateRequest(service, request)
  const operation = own ?? requireOperation(request)
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (own === undefined && type !== contentType) {
    throw new EcrError('SerializationException', `The Content-Type of a request must be ${contentType}.`)
  }
  const origin = { sourceIp: request.sourceIp, userAgent: request.headers['user-agent'] ?? '' }
  const body = own !== undefined && request.body.length === 0 ? {} : parseBody(request.body)
  return operation.call(service, principal, body, origin)
}

function requireOperation(request: ApiRequest): Operation {
  const target = request.headers['x-amz-target']
  const operation =
    typeof target === 'string' && target.startsWith(targetPrefix) && request.method === 'POST'
      ? operationTable.get(target.slice(targetPrefix.length))
      : undefined
  if (operation === undefined) throw new EcrError('UnknownOperationException')
  return operation
}

function toEcrError(service: Service, request: ApiRequest, requestId: string, cause: unknown): EcrError {
  if (cause instanceof EcrError) return cause
  if (cause instanceof ImageError) return fromImageError(cause)
  if (cause instanceof AliasError) return fromAliasError(cause)
  if (cause instanceof LimitError) {
    return new EcrError('ThrottlingException', cause.message, { cause, headers: cause.headers })
  }
  service.log.error({ err: cause, requestId, target: request.headers['x-amz-target'] }, 'API call failed')
  return new EcrError(
    'ServerException',
    `The service failed to answer this call. Its log has the cause under request id ${requestId}.`,
    { cause },
  )
}
