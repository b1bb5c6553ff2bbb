/**
 * Everything the registry answers over HTTP, in one table. HEAD is served wherever GET is. The distribution
 * API (`/v2/`) and its tokens have a table of their own, in distribution/route-table.ts.
 */
import type { IncomingHttpHeaders } from 'node:http'
import type { ServedTls } from '#lib/net/serve-tls.ts'
import { handleLookupRequest, isCloudTrailRequest } from '#registry/apis/cloudtrail/handle-lookup-request.ts'
import { aliasRoutes } from '#registry/apis/ecr-public/alias-operations.ts'
import { handleApiRequest } from '#registry/apis/ecr-public/handle-api-request.ts'
import { listPulls } from '#registry/apis/gallery-extension/list-pulls.ts'
import { listRegistries } from '#registry/apis/gallery-extension/list-registries.ts'
import { readChanges } from '#registry/apis/gallery-extension/read-changes.ts'
import { readPulls } from '#registry/apis/gallery-extension/read-pulls.ts'
import { listGalleryUpstreams, readGalleryUpstream } from '#registry/apis/gallery-extension/read-upstreams.ts'
import { handleStsRequest, isStsRequest } from '#registry/apis/sts/handle-sts-request.ts'
import type { Service } from '#registry/service.ts'
import { type HttpAnswer, toJsonAnswer } from '#registry/wire/answer.ts'
import { serveHealth } from './serve-health.ts'
import { serveLogo } from './serve-logo.ts'
import { serveReadiness } from './serve-readiness.ts'

export interface RouteRequest {
  method: string
  /** Path and query, as in the request line. */
  url: string
  path: string
  parameters: URLSearchParams
  headers: IncomingHttpHeaders
  body: Uint8Array
  sourceIp: string
  /** Aborts when the client has gone, or the program is about to end. */
  closed: AbortSignal
  /** False as soon as the program is told to stop. */
  isReady: boolean
  /** Null where the registry has no TLS of its own. */
  tls: ServedTls | null
  /** The first group of the route's pattern. */
  match: string
}

export interface Route {
  method: 'GET' | 'POST'
  pattern: RegExp
  run(service: Service, request: RouteRequest): Promise<HttpAnswer>
}

export const routes: readonly Route[] = [
  { method: 'POST', pattern: /^\/$/, run: answerCall },
  { method: 'GET', pattern: /^\/$/, run: async () => describeService() },
  { method: 'GET', pattern: /^\/healthz$/, run: (service, { tls }) => serveHealth(service, tls) },
  { method: 'GET', pattern: /^\/livez$/, run: async () => toJsonAnswer(200, { status: 'ok' }) },
  { method: 'GET', pattern: /^\/readyz$/, run: (service, { isReady }) => serveReadiness(service, isReady) },
  {
    method: 'GET',
    pattern: /^\/logo\/([0-9a-f]{64})\.png$/,
    run: (service, { match }) => serveLogo(service, match),
  },
  { method: 'GET', pattern: /^\/gallery\/registries$/, run: (service) => listRegistries(service) },
  {
    method: 'GET',
    pattern: /^\/gallery\/pulls$/,
    run: (service, { parameters }) => listPulls(service, parameters),
  },
  {
    method: 'GET',
    pattern: /^\/gallery\/pulls\/(.+)$/,
    run: (service, { match, parameters }) => readPulls(service, match, parameters),
  },
  { method: 'GET', pattern: /^\/gallery\/upstreams$/, run: (service) => listGalleryUpstreams(service) },
  {
    method: 'GET',
    pattern: /^\/gallery\/upstreams\/(.+)$/,
    run: (service, { match }) => readGalleryUpstream(service, match),
  },
  {
    method: 'GET',
    pattern: /^\/gallery\/changes$/,
    run: (service, { parameters, closed }) => readChanges(service, parameters, closed),
  },
  ...aliasRoutes.map(
    ({ method, path, operation }): Route => ({
      method,
      pattern: new RegExp(`^${path}$`),
      run: (service, request) => handleApiRequest(service, request, operation),
    }),
  ),
]

function answerCall(service: Service, request: RouteRequest): Promise<HttpAnswer> {
  if (isStsRequest(request)) return handleStsRequest(service, request)
  return isCloudTrailRequest(request)
    ? handleLookupRequest(service, request)
    : handleApiRequest(service, request)
}

function describeService(): HttpAnswer {
  return toJsonAnswer(200, {
    message: 'This is an ECR Public compatible service. Point a client at it with --endpoint-url.',
  })
}

/** The answer where no route matches. */
export function toNotFound(): HttpAnswer {
  return toJsonAnswer(404, { message: 'There is nothing at this address. The API is POST /.' })
}
