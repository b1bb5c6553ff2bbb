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
import type { Service } from '#registry/service.ts'
import { type HttpAnswer, toJsonAnswer } from './answer.ts'
import { BodyTooLargeError, readBody } from './read-body.ts'
import { type RouteRequest, routes, toNotFound } from './routes.ts'
import { writeAnswer } from './write-answer.ts'

/** A logo of 512,000 bytes and two texts of 25,600 characters fit, however they are escaped. */
const maxBodyBytes = 2 * 1024 * 1024

const limits = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 15_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5_000,
}

/**
 * A server that isn't listening yet.
 * @param stopping aborts when the program is about to end: those who wait for changes are then answered at once
 */
export function createServer(service: Service, stopping: AbortSignal): Server {
  return createHttpServer(limits, (request, response) => {
    handle(service, request, response, stopping).catch((error: unknown) => {
      service.log.error({ err: error }, 'request failed')
      response.destroy()
    })
  })
}

async function handle(
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
  stopping: AbortSignal,
): Promise<void> {
  const startedAt = performance.now()
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const answer = await toAnswer(service, request, AbortSignal.any([gone.signal, stopping]))
  const requestId = answer.headers['x-amzn-requestid'] ?? service.newId()
  if (!gone.signal.aborted) writeAnswer(request, response, toClosing(answer, stopping))
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

async function toAnswer(
  service: Service,
  request: IncomingMessage,
  closed: AbortSignal,
): Promise<HttpAnswer> {
  try {
    return await runRoute(service, request, closed)
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
  request: IncomingMessage,
  closed: AbortSignal,
): Promise<HttpAnswer> {
  const method = request.method ?? 'GET'
  const url = request.url ?? '/'
  const [path = '/', query = ''] = url.split('?', 2)
  const matching = routes.filter((route) => route.pattern.test(path))
  if (matching.length === 0) return toNotFound(path)
  const wanted = method === 'HEAD' ? 'GET' : method
  const route = matching.find((candidate) => candidate.method === wanted)
  if (!route) return toMethodNotAllowed(matching.map((candidate) => candidate.method))
  const routeRequest: RouteRequest = {
    method,
    url,
    path,
    parameters: new URLSearchParams(query),
    headers: request.headers,
    body: await readBody(request, maxBodyBytes),
    sourceIp: request.socket.remoteAddress ?? '',
    closed,
    match: route.pattern.exec(path)?.[1] ?? '',
  }
  return route.run(service, routeRequest)
}

function toMethodNotAllowed(methods: readonly string[]): HttpAnswer {
  const allow = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ')
  return toJsonAnswer(405, { message: `This address answers ${allow}.` }, { allow })
}

function toTooLarge(requestId: string): HttpAnswer {
  const body = {
    __type: 'RequestEntityTooLargeException',
    message: `A request may have at most ${maxBodyBytes} bytes.`,
  }
  return toJsonAnswer(413, body, {
    'content-type': 'application/x-amz-json-1.1',
    'x-amzn-requestid': requestId,
  })
}
