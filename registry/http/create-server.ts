/**
 * The HTTP edge: finds the route, reads the body within bounds, writes the answer, and logs one line for each
 * request. Headers are never logged, so that no signature or token reaches the log.
 */
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import {
  createDistribution,
  type Distribution,
  isDistributionPath,
} from '#registry/distribution/handle-distribution-request.ts'
import type { Service } from '#registry/service.ts'
import { type HttpAnswer, toJsonAnswer } from './answer.ts'
import { createClientAddress } from './client-address.ts'
import { toMaxBodyBytes } from './max-body-bytes.ts'
import { BodyTooLargeError, readBody } from './read-body.ts'
import { type RouteRequest, routes, toNotFound } from './routes.ts'
import { writeAnswer } from './write-answer.ts'

const limits = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 15_000,
  // A layer may take as long as it takes; a body that is held in memory may not, see below.
  requestTimeout: 0,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5_000,
}

/** A connection on which nothing moves for so long is given up; longer than anyone waits for a change. */
const idleTimeoutMs = 60_000

/** In this time a body that is held in memory has to arrive. */
const bodyTimeoutMs = 60_000

interface Received {
  request: IncomingMessage
  response: ServerResponse
  /** The client's address. */
  sourceIp: string
  stopping: AbortSignal
}

/**
 * A server that isn't listening yet.
 * @param stopping aborts when the program is about to end: those who wait for changes are then answered at once
 */
export function createServer(service: Service, stopping: AbortSignal): Server {
  const distribution = createDistribution(service)
  const readClientAddress = createClientAddress(service.config)
  const server = createHttpServer(limits, (request, response) => {
    const sourceIp = readClientAddress(request.socket.remoteAddress, request.headers)
    const received: Received = { request, response, sourceIp, stopping }
    const answered = isDistributionPath(request.url ?? '')
      ? serveDistribution(service, distribution, received)
      : handle(service, received)
    answered.catch((error: unknown) => {
      service.log.error({ err: error }, 'request failed')
      response.destroy()
    })
  })
  return server.setTimeout(idleTimeoutMs)
}

/** The distribution API reads and writes streams, and is the busiest: it has as little around it as can be. */
async function serveDistribution(
  service: Service,
  distribution: Distribution,
  { request, response, sourceIp, stopping }: Received,
): Promise<void> {
  const { method = 'GET', url = '/', headers } = request
  const startedAt = performance.now()
  const body = request.iterator({ destroyOnReturn: false })
  const answer = await distribution.handle({ method, url, headers, sourceIp, body })
  await writeAnswer(request, response, stopping.aborted ? toClosing(answer, stopping) : answer)
  if (service.log.isLevelEnabled('debug')) {
    const durationMs = Math.round(performance.now() - startedAt)
    service.log.debug({ method, path: url.split('?')[0], status: answer.status, durationMs }, 'request')
  }
}

async function handle(service: Service, received: Received): Promise<void> {
  const { request, response, stopping } = received
  const startedAt = performance.now()
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const answer = await toAnswer(service, received, AbortSignal.any([gone.signal, stopping]))
  const requestId = answer.headers['x-amzn-requestid'] ?? service.newId()
  if (!gone.signal.aborted) await writeAnswer(request, response, toClosing(answer, stopping))
  // A gallery that keeps in step asks often; what went well is only worth a line to someone who looks for it.
  service.log[answer.status < 500 ? 'debug' : 'error'](
    {
      requestId,
      method: request.method,
      path: request.url?.split('?')[0],
      operation: toOperationName(request.headers['x-amz-target']),
      // As web servers log a client that did not wait for its answer.
      status: gone.signal.aborted ? 499 : answer.status,
      durationMs: Math.round(performance.now() - startedAt),
    },
    'request',
  )
}

async function toAnswer(service: Service, received: Received, closed: AbortSignal): Promise<HttpAnswer> {
  const { request } = received
  try {
    return await runRoute(service, received, closed)
  } catch (error) {
    const requestId = service.newId()
    if (error instanceof BodyTooLargeError) return toTooLarge(requestId)
    // A client that ends its connection amid a body is no failure of ours.
    if (request.complete) service.log.error({ err: error, requestId }, 'request failed')
    const message = `The request failed. The log has the cause under request id ${requestId}.`
    return toJsonAnswer(500, { message }, { 'x-amzn-requestid': requestId })
  }
}

function toClosing(answer: HttpAnswer, stopping: AbortSignal): HttpAnswer {
  return stopping.aborted ? { ...answer, headers: { ...answer.headers, connection: 'close' } } : answer
}

/** The operation alone, so that no header goes to the log as a stranger wrote it. */
function toOperationName(target: string | string[] | undefined): string | undefined {
  return /\.([A-Za-z]{1,64})$/.exec(String(target ?? ''))?.[1]
}

async function runRoute(
  service: Service,
  { request, sourceIp }: Received,
  closed: AbortSignal,
): Promise<HttpAnswer> {
  const method = request.method ?? 'GET'
  const url = request.url ?? '/'
  const [path = '/', query = ''] = url.split('?', 2)
  const matching = routes.filter((route) => route.pattern.test(path))
  if (matching.length === 0) return toNotFound()
  const wanted = method === 'HEAD' ? 'GET' : method
  const route = matching.find((candidate) => candidate.method === wanted)
  if (!route) return toMethodNotAllowed(matching.map((candidate) => candidate.method))
  const routeRequest: RouteRequest = {
    method,
    url,
    path,
    parameters: new URLSearchParams(query),
    headers: request.headers,
    body: await readWholeBody(request),
    sourceIp,
    closed,
    match: route.pattern.exec(path)?.[1] ?? '',
  }
  return route.run(service, routeRequest)
}

async function readWholeBody(request: IncomingMessage): Promise<Uint8Array> {
  const timer = setTimeout(() => request.destroy(), bodyTimeoutMs)
  try {
    const body = request.iterator({ destroyOnReturn: false })
    return await readBody({ headers: request.headers, body }, toMaxBodyBytes(request.headers))
  } finally {
    clearTimeout(timer)
  }
}

function toMethodNotAllowed(methods: readonly string[]): HttpAnswer {
  const allow = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ')
  return toJsonAnswer(405, { message: `This address answers ${allow}.` }, { allow })
}

function toTooLarge(requestId: string): HttpAnswer {
  const body = {
    __type: 'RequestEntityTooLargeException',
    message: 'The request has more bytes than this operation may have.',
  }
  return toJsonAnswer(413, body, {
    'content-type': 'application/x-amz-json-1.1',
    'x-amzn-requestid': requestId,
  })
}
