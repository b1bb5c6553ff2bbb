/**
 * The OCI distribution API (specification 1.1.1) at `/v2/`, and the tokens for it. Every request goes through here:
 * authenticate, find the route, authorise, find the repository, run. Nothing a client sends ends in anything but an answer.
 */

import type { Logger } from 'pino'
import type { Config } from '#lib/config/config.ts'
import { REQUEST_ID_HEADER, toRequestId } from '#lib/oci/request-id.ts'
import {
  createRegistryAuthenticator,
  type RegistryAuthenticator,
} from '#registry/domain/access/authenticate-registry-request.ts'
import { TooManyScopesError } from '#registry/domain/access/scope.ts'
import type { CallRecord } from '#registry/domain/audit/call-record.ts'
import { ImageError } from '#registry/domain/images/image-error.ts'
import { limitCall } from '#registry/domain/limits/limit-call.ts'
import { LimitError } from '#registry/domain/limits/limit-error.ts'
import { toStoreRefusal } from '#registry/store/store-error.ts'
import { type HttpAnswer, toJsonAnswer } from '#registry/wire/answer.ts'
import { answerThroughUpstream, toOwnPath, toUpstreamDenial } from './answer-through-upstream.ts'
import { authorizeRoute, requireCaller } from './authorize-route.ts'
import { beginPushRecord, toRecordedError } from './begin-push-record.ts'
import type { DistributionRequest, DistributionService, RouteContext } from './distribution-request.ts'
import { findRepository, nameUnknown } from './find-repository.ts'
import { findRoute } from './find-route.ts'
import { issueToken } from './issue-token.ts'
import { toNeededScope, toRouteScope } from './needed-scope.ts'
import { OciError } from './oci-error.ts'
import { createReadCache, type ReadCache } from './read-cache.ts'
import { receiveExchange } from './receive-exchange.ts'

export interface Distribution {
  /** Answers one request. Never throws: what goes wrong unexpectedly is logged once and answered as 500. */
  handle(request: DistributionRequest): Promise<HttpAnswer>
}

interface Parts {
  service: DistributionService
  authenticator: RegistryAuthenticator
  cache: ReadCache
}

/** True for the paths that are answered here. */
export function isDistributionPath(url: string): boolean {
  return /^\/(?:v2|token)(?:[/?]|$)/.test(url)
}

/** The record of a step of a push, once it is known whose it is. */
interface Trace {
  record: CallRecord | null
}

export function createDistribution(service: DistributionService): Distribution {
  const parts: Parts = {
    service,
    authenticator: createRegistryAuthenticator(service),
    cache: createReadCache(service.store),
  }
  return {
    async handle(request) {
      const trace: Trace = { record: null }
      try {
        return withVersion(await answer(parts, request, trace))
      } catch (error) {
        const known = toOciError(service, request, error)
        await trace.record?.fail(toRecordedError(known))
        return withVersion(toErrorAnswer(known))
      }
    },
  }
}

async function answer(parts: Parts, request: DistributionRequest, trace: Trace): Promise<HttpAnswer> {
  const { service, authenticator, cache } = parts
  const [asked = '/', query = ''] = request.url.split('?', 2)
  const parameters = new URLSearchParams(query)
  const path = toOwnPath(service, asked, parameters)
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const isToken = path === '/token/' || path === '/token'
  if (isToken && method === 'POST') return receiveExchange(service, request)
  const authentication = await authenticator.authenticate(request.headers.authorization)
  if (isToken) {
    if (method !== 'GET') throw new OciError('UNSUPPORTED', undefined, { headers: { allow: 'GET, HEAD' } })
    return issueToken(service, authentication, parameters)
  }
  const caller = requireCaller(service, request, authentication, toNeededScope(method, path, parameters))
  if (path === '/v2/' || path === '/v2') return toJsonAnswer(200, {})
  const { route, match } = requireRoute(service.config, method, path)
  const [, repositoryPath = '', encodedReference = ''] = match
  const repository = await findRepository(service, cache, repositoryPath)
  const { access, action, step } = route
  const upstream = service.upstreams.find(repository.alias)
  if (upstream !== null && access !== 'pull') throw toUpstreamDenial(upstream)
  const { principal } = caller
  if (step !== null && principal !== null) {
    trace.record = beginPushRecord(service, request, { step, principal, ...repository })
  }
  const actions = [action, ...(route.otherActions?.(parameters) ?? [])]
  // Pulls are public: only what changes something waits for a decision.
  const scope = toRouteScope(access, repositoryPath, parameters)
  await authorizeRoute(service, request, caller, {
    access,
    actions,
    scope,
    ...repository,
    path: repositoryPath,
  })
  if (access === 'push') await limitCall(service, principal, action)
  const reference = decodeReference(encodedReference)
  if (upstream !== null) {
    return answerThroughUpstream(upstream, route, {
      service,
      cache,
      request,
      caller,
      principal: principal === null ? '' : principal.principalId,
      reference,
      parameters,
      path: repositoryPath,
      name: repository.name,
    })
  }
  const { repositoryId, accountId } = repository
  if (repositoryId === null || accountId === null) {
    if (route.answerUnknown !== undefined) return route.answerUnknown(reference, parameters)
    throw nameUnknown(repository, service.config.registryHost)
  }
  const context: RouteContext<DistributionService> = {
    service,
    cache,
    request,
    caller,
    principal: principal === null ? '' : principal.principalId,
    repository: { ...repository, repositoryId, accountId, path: repositoryPath },
    reference,
    parameters,
  }
  if (route.step === null) return route.run(context)
  refuseChange(service, method, request.headers)
  // Nobody may push unless they are known.
  if (trace.record === null) throw new OciError('UNAUTHORIZED')
  return route.run({ ...context, record: trace.record })
}

/** Before the body is read: what cannot be stored need not be sent. */
function refuseChange(
  { store, space }: Pick<DistributionService, 'store' | 'space'>,
  method: string,
  headers: DistributionRequest['headers'],
): void {
  try {
    store.requireWritable()
    if (method !== 'DELETE') space.requireRoom(Number(headers['content-length'] ?? 0))
  } catch (cause) {
    const refusal = toStoreRefusal(cause)
    if (refusal === null) throw cause
    throw new OciError('UNKNOWN', refusal.message, { ...refusal, cause })
  }
}

function requireRoute({ galleryUrl }: Config, method: string, path: string) {
  const found = findRoute(method, path)
  if (found.route !== null) return found
  const { allowed } = found
  if (path === '/v2/_catalog') {
    const message = `This registry does not list its repositories here. The ECR Public API lists your own (\`aws ecr-public describe-repositories\`), and ${galleryUrl}/search finds those of everybody.`
    throw new OciError('UNSUPPORTED', message, { status: 404 })
  }
  if (allowed.length === 0) {
    throw new OciError('UNSUPPORTED', 'The distribution API has nothing at this address.', { status: 404 })
  }
  const message = `This address answers ${allowed.join(', ')}.`
  throw new OciError('UNSUPPORTED', message, { headers: { allow: allowed.join(', ') } })
}

function decodeReference(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // Not percent-encoded as it should be; it will be found invalid as it stands.
    return text
  }
}

function withVersion(answered: HttpAnswer): HttpAnswer {
  answered.headers['docker-distribution-api-version'] = 'registry/2.0'
  return answered
}

function toErrorAnswer(known: OciError): HttpAnswer {
  return toJsonAnswer(
    known.status,
    { errors: [{ code: known.code, message: known.message }] },
    { ...known.headers },
  )
}

function toOciError(
  service: { newId: () => string; log: Logger },
  request: DistributionRequest,
  error: unknown,
): OciError {
  if (error instanceof OciError) return error
  if (error instanceof ImageError) return fromImageError(error)
  if (error instanceof LimitError) {
    return new OciError('TOOMANYREQUESTS', error.message, { cause: error, headers: error.headers })
  }
  if (error instanceof TooManyScopesError) {
    return new OciError('UNSUPPORTED', error.message, { cause: error, status: 400 })
  }
  if (isClientGone(error)) return new OciError('SIZE_INVALID', 'The request broke off.', { cause: error })
  const refusal = toStoreRefusal(error)
  const requestId = toRequestId(request.headers[REQUEST_ID_HEADER], service.newId)
  service.log.error(
    { err: error, requestId, method: request.method, path: request.url.split('?')[0] },
    'distribution request failed',
  )
  if (refusal !== null) return new OciError('UNKNOWN', refusal.message, refusal)
  return new OciError('UNKNOWN', `The request failed. The log has the cause under request id ${requestId}.`)
}

function fromImageError(error: ImageError): OciError {
  const options = { cause: error }
  switch (error.code) {
    case 'blobs-missing':
    case 'images-missing':
      return new OciError('MANIFEST_BLOB_UNKNOWN', error.message, options)
    case 'wrong-size':
      return new OciError('SIZE_INVALID', error.message, options)
    case 'wrong-media-type':
      return new OciError('MANIFEST_INVALID', error.message, options)
    case 'too-many-uploads':
      return new OciError('TOOMANYREQUESTS', error.message, options)
    case 'limit-exceeded':
      return new OciError('DENIED', error.message, options)
    case 'blob-in-use':
    case 'image-in-use':
      return new OciError('DENIED', error.message, { ...options, status: 405 })
    case 'out-of-order':
      return new OciError('BLOB_UPLOAD_INVALID', error.message, { ...options, status: 416 })
    case 'repository-gone':
      return new OciError('NAME_UNKNOWN', error.message, options)
  }
}

/** A client that ends its connection in the middle of a body; it does not see the answer. */
function isClientGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNRESET'
}
