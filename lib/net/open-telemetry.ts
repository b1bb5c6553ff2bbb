/**
 * Traces with OpenTelemetry's library, sent by OTLP over HTTP as JSON. The library reads OTEL_EXPORTER_OTLP_*, OTEL_TRACES_SAMPLER,
 * OTEL_BSP_* and OTEL_RESOURCE_ATTRIBUTES itself. It is made known to all of the process, so that Next's own spans are in the traces as well.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  type Context,
  context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { setGlobalErrorHandler, suppressTracing, W3CTraceContextPropagator } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources'
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'
import type { TracingLog } from './start-tracing.ts'
import type { ServedRequest, TracedCall, Tracing } from './tracing.ts'

/** A collector that is away must not hold up a program that stops. */
const stopMs = 2_000
const tellEveryMs = 60_000
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
const maxPathLength = 1_000

export function createTracing(program: string, log: TracingLog): Tracing {
  // What the operator says of the program comes last, and counts.
  const resource = defaultResource()
    .merge(resourceFromAttributes({ 'service.name': program }))
    .merge(detectResources({ detectors: [envDetector] }))
  const provider = new BasicTracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  })
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  propagation.setGlobalPropagator(new W3CTraceContextPropagator())
  trace.setGlobalTracerProvider(provider)
  tellFailuresSeldom(log)
  const tracer = provider.getTracer('public-gallery')
  return {
    serve: (request, response, served, run) => serve(tracer, request, response, served, run),
    conceal: (run) => context.with(suppressTracing(context.active()), run),
    call: (name, method, url) => call(tracer, name, method, url),
    async stop() {
      const stopped = provider.shutdown().catch(() => {})
      const timer = Promise.withResolvers<void>()
      setTimeout(timer.resolve, stopMs).unref()
      await Promise.race([stopped, timer.promise])
    },
  }
}

function serve<Result>(
  tracer: Tracer,
  request: IncomingMessage,
  response: ServerResponse,
  { route, requestId }: ServedRequest,
  run: () => Result,
): Result {
  const parent = propagation.extract(ROOT_CONTEXT, request.headers, defaultTextMapGetter)
  const method = toKnownMethod(request.method)
  const span = tracer.startSpan(
    `${method === '_OTHER' ? 'HTTP' : method} ${route}`,
    {
      kind: SpanKind.SERVER,
      attributes: {
        'http.request.method': method,
        'http.route': route,
        // Without the query, which may have what is nobody's business.
        'url.path': (request.url ?? '').split('?')[0]?.slice(0, maxPathLength),
        'url.scheme': 'encrypted' in request.socket ? 'https' : 'http',
        'http.request.header.x-request-id': [requestId],
      },
    },
    parent,
  )
  response.once('close', () => {
    if (response.writableFinished) endWithStatus(span, response.statusCode, 500)
    else {
      span.setAttribute('error.type', 'client_gone')
      span.end()
    }
  })
  return context.with(trace.setSpan(parent, span), run)
}

function call(tracer: Tracer, name: string, method: string, url: string): TracedCall {
  const active: Context = context.active()
  // What no request has asked for, such as the sync's reads, would each be a trace of its own.
  if (trace.getSpan(active) === undefined) return { headers: {}, end: () => {} }
  const { hostname, port, pathname } = new URL(url)
  const span = tracer.startSpan(
    name,
    {
      kind: SpanKind.CLIENT,
      attributes: {
        'http.request.method': toKnownMethod(method),
        'server.address': hostname,
        ...(port !== '' && { 'server.port': Number(port) }),
        'url.path': pathname.slice(0, maxPathLength),
      },
    },
    active,
  )
  const headers: Record<string, string> = {}
  propagation.inject(trace.setSpan(active, span), headers, defaultTextMapSetter)
  return {
    headers,
    end(outcome) {
      if (typeof outcome === 'number') endWithStatus(span, outcome, 400)
      else {
        span.setAttribute('error.type', outcome.name)
        span.setStatus({ code: SpanStatusCode.ERROR, message: outcome.message })
        span.end()
      }
    },
  }
}

function endWithStatus(span: Span, status: number, failsFrom: number): void {
  span.setAttribute('http.response.status_code', status)
  if (status >= failsFrom) {
    span.setAttribute('error.type', String(status))
    span.setStatus({ code: SpanStatusCode.ERROR })
  }
  span.end()
}

/** A method is what strangers write. */
function toKnownMethod(method = ''): string {
  return methods.has(method) ? method : '_OTHER'
}

/** A collector that is away is away for each batch. */
function tellFailuresSeldom(log: TracingLog): void {
  let toldAt = Number.NEGATIVE_INFINITY
  setGlobalErrorHandler((error) => {
    const now = performance.now()
    if (now - toldAt < tellEveryMs) return
    toldAt = now
    log.warn({ err: error }, 'traces could not be sent, and some are given up')
  })
}
