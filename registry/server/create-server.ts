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
import type { Duplex } from 'node:stream'
import { createClientAddress } from '#lib/net/client-address.ts'
import { type ServedTls, serveTls } from '#lib/net/serve-tls.ts'
import { toOriginForm } from '#lib/net/to-origin-form.ts'
import { traceRequest } from '#lib/net/tracing.ts'
import { REQUEST_ID_HEADER, toRequestId } from '#lib/oci/request-id.ts'
import {
  createDistribution,
  type Distribution,
  isDistributionPath,
} from '#registry/apis/distribution/handle-distribution-request.ts'
import { doesGrow } from '#registry/apis/ecr-public/operation.ts'
import { operationTable } from '#registry/apis/ecr-public/operation-table.ts'
import type { Service } from '#registry/service.ts'
import { toStoreRefusal } from '#registry/store/store-error.ts'
import { type HttpAnswer, toJsonAnswer } from '#registry/wire/answer.ts'
import { awsJsonType } from '#registry/wire/aws-json/answer-call.ts'
import { BodyTooLargeError } from '#registry/wire/read-body.ts'
import { refuseConnection, refuseTunnel } from '#registry/wire/refuse-connection.ts'
import { writeAnswer } from '#registry/wire/write-answer.ts'
import { createDrain, type Drain } from './drain.ts'
import { type BodyReceiver, createBodyReceiver, RefusedError } from './receive-body.ts'
import { toRefusalAnswer } from './refusal.ts'
import { createRequestGate } from './request-gate.ts'
import { type RouteRequest, routes, toNotFound } from './routes.ts'
import { createSlowBodies } from './slow-bodies.ts'
import { toRouteTemplate } from './to-route-template.ts'

const limits = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 15_000,
  // A layer may take as long as it takes, see slow-bodies.ts; a body that is held in memory may not, see receive-body.ts.
  requestTimeout: 0,
  // Longer than those who may stand before the registry keep a connection (Caddy two minutes, nginx and load balancers one): whoever
  // closes first must be the one who sends, or a request is lost now and then.
  keepAliveTimeout: 125_000,
  connectionsCheckingInterval: 5_000,
}

/** A connection on which nothing moves for so long is given up; longer than anyone waits for a change. */
const idleTimeoutMs = 60_000

const sweepIntervalMs = 5_000

interface Received {
  request: IncomingMessage
  response: ServerResponse
  /** In all log lines of this request, also those of the program that has sent it. */
  requestId: string
  /** The client's address. */
  sourceIp: string
  bodies: BodyReceiver
  stopping: AbortSignal
  drain: Drain
  tls: ServedTls | null
}

/**
 * A server that isn't listening yet.
 * @param stopping aborts when the program is about to end: those who wait for changes are then answered at once
 * @param waits how long the server waits for headers, in milliseconds
 * @param drain what stops it
 */
export function createServer(
  service: Service,
  stopping: AbortSignal,
  waits: { headersTimeout?: number; connectionsCheckingInterval?: number } = {},
  drain: Drain = createDrain(service.config),
): Server {
  const { clock, config } = service
  const distribution = createDistribution(service)
  const gate = createRequestGate(config)
  const bodies = createBodyReceiver()
  const slowBodies = createSlowBodies(clock, config.minUploadBytesPerSecond)
  const lastAnswers = new WeakMap<Duplex, ServerResponse>()
  const readClientAddress = createClientAddress(config)
  const server = createHttpServer({ ...limits, ...waits }, (request, response) => {
    const requestId = toRequestId(request.headers[REQUEST_ID_HEADER], service.newId)
    // Clients that take the registry for a proxy send the whole address.
    request.url = toOriginForm(request.url ?? '') ?? request.url
    // For whoever logs something about this request.
    request.headers[REQUEST_ID_HEADER] = requestId
    response.setHeader(REQUEST_ID_HEADER, requestId)
    const sourceIp = readClientAddress(request.socket.remoteAddress, request.headers)
    lastAnswers.set(request.socket, response)
    const refusal = drain.admit(request, sourceIp) ?? gate.admit(request, response, sourceIp)
    if (refusal !== null) {
      void writeAnswer(request, response, toRefusalAnswer(request.url ?? '', refusal))
      return
    }
    drain.watch(request, response, sourceIp)
    slowBodies.watch(request, response)
    const received: Received = { request, response, requestId, sourceIp, bodies, stopping, drain, tls }
    const toServed = () => ({ route: toRouteTemplate(request), requestId })
    const answered = traceRequest(request, response, toServed, () =>
      isDistributionPath(request.url ?? '')
        ? serveDistribution(service, distribution, received)
        : handle(service, received),
    )
    answered.catch((error: unknown) => {
      service.log.error({ err: error }, 'request failed')
      response.destroy()
    })
  })
  const tls =
    config.registryTls && serveTls(server, { files: config.registryTls, log: service.log, secureUrl: null })
  server.on('clientError', (error, socket) => {
    const { headersSent = false, writableFinished = true } = lastAnswers.get(socket) ?? {}
    refuseConnection(error, socket, headersSent && !writableFinished)
  })
  // Without a listener the connection is closed without a word.
  server.on('connect', (_, socket) => refuseTunnel(socket))
  const sweeping = setInterval(() => slowBodies.sweep(), sweepIntervalMs).unref()
  server.once('close', () => clearInterval(sweeping))
  // Each request has one; the others wait for their next one, or have not sent it yet.
  server.maxConnections = config.maxRequests * 2
  return server.setTimeout(idleTimeoutMs)
}

/** The distribution API reads and writes streams, and is the busiest: it has as little around it as can be. */
async function serveDistribution(
  service: Service,
  distribution: Distribution,
  received: Received,
): Promise<void> {
  const { request, response, requestId, sourceIp } = received
  const { method = 'GET', url = '/', headers } = request
  const startedAt = performance.now()
  const body = request.iterator({ destroyOnReturn: false })
  const answer = await distribution.handle({ method, url, headers, sourceIp, body })
  await writeAnswer(request, response, toClosing(answer, received))
  if (service.log.isLevelEnabled('debug')) {
    const durationMs = Math.round(performance.now() - startedAt)
    service.log.debug(
      { requestId, method, path: url.split('?')[0], status: answer.status, durationMs },
      'request',
    )
  }
}

async function handle(service: Service, received: Received): Promise<void> {
  const { request, response, requestId, stopping } = received
  const startedAt = performance.now()
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const answer = await toAnswer(service, received, AbortSignal.any([gone.signal, stopping]))
  if (!gone.signal.aborted) await writeAnswer(request, response, toClosing(answer, received))
  // A gallery that keeps in step asks often; what went well is only worth a line to someone who looks for it.
  // As web servers log a client that did not wait for its answer, whatever has become of that.
  const status = gone.signal.aborted ? 499 : answer.status
  service.log[status < 500 ? 'debug' : 'error'](
    {
      requestId,
      // As the caller's SDK and the audit log know the call.
      callId: answer.headers['x-amzn-requestid'],
      method: request.method,
      path: request.url?.split('?')[0],
      operation: toOperationName(request.headers['x-amz-target']),
      status,
      durationMs: Math.round(performance.now() - startedAt),
    },
    'request',
  )
}

async function toAnswer(service: Service, received: Received, closed: AbortSignal): Promise<HttpAnswer> {
  const { request, requestId } = received
  try {
    return await runRoute(service, received, closed)
  } catch (error) {
    if (error instanceof BodyTooLargeError) return toTooLarge(requestId)
    if (error instanceof RefusedError) return toRefusalAnswer(request.url ?? '', error.refusal)
    // A client that ends its connection in the middle of a body is no failure of ours.
    if (request.complete) service.log.error({ err: error, requestId }, 'request failed')
    const message = `The request failed. The log has the cause under request id ${requestId}.`
    return toJsonAnswer(500, { message }, { 'x-amzn-requestid': requestId })
  }
}

function toClosing(answer: HttpAnswer, { stopping, drain }: Received): HttpAnswer {
  return stopping.aborted || drain.phase !== 'serving'
    ? { ...answer, headers: { ...answer.headers, connection: 'close' } }
    : answer
}

/** The operation alone, so that no header goes to the log as a stranger wrote it. */
function toOperationName(target: string | string[] | undefined): string | undefined {
  return /\.([A-Za-z]{1,64})$/.exec(String(target ?? ''))?.[1]
}

async function runRoute(
  service: Service,
  { request, sourceIp, bodies, drain, tls }: Received,
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
  refuseGrowth(service, method, path, request.headers)
  return bodies.receive(request, (body) => {
    const routeRequest: RouteRequest = {
      method,
      url,
      path,
      parameters: new URLSearchParams(query),
      headers: request.headers,
      body,
      sourceIp,
      closed,
      isReady: drain.phase === 'serving',
      tls,
      match: route.pattern.exec(path)?.[1] ?? '',
    }
    return route.run(service, routeRequest)
  })
}

/** Before the body is received: what cannot be stored need not be sent. Whose call it is, is found out from the body only. */
function refuseGrowth(
  { space }: Service,
  method: string,
  path: string,
  headers: IncomingMessage['headers'],
): void {
  const operation = operationTable.get(toOperationName(headers['x-amz-target']) ?? '')
  if (method !== 'POST' || path !== '/' || operation === undefined || !doesGrow(operation)) return
  try {
    space.requireRoom(Number(headers['content-length'] ?? 0))
  } catch (error) {
    const refusal = toStoreRefusal(error)
    throw refusal === null ? error : new RefusedError(refusal)
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
    'content-type': awsJsonType,
    'x-amzn-requestid': requestId,
  })
}
