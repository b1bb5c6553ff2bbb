/**
 * Traces of requests through both programs (W3C Trace Context, OpenTelemetry). Nothing here needs a library: what records is put in place
 * by `start-tracing.ts` where traces are wanted, on `globalThis`, because the front door and Next's copies of the gallery's modules
 * know nothing else of each other.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'

/** A request that this program sends to another. */
export interface TracedCall {
  /** What the other program needs to go on with the trace. */
  headers: Record<string, string>
  /** @param outcome the status of the answer, or why there is none */
  end(outcome: number | Error): void
}

export interface ServedRequest {
  /** The template of its path. */
  route: string
  requestId: string
}

export interface Tracing {
  /** Runs the work of a request; its span ends with the answer. */
  serve<Result>(
    request: IncomingMessage,
    response: ServerResponse,
    served: ServedRequest,
    run: () => Result,
  ): Result
  /** Runs work that has no span, whoever would begin one in it. */
  conceal<Result>(run: () => Result): Result
  call(name: string, method: string, url: string): TracedCall
  /** Sends what has not been sent yet, within a second or two, and ends. */
  stop(): Promise<void>
}

const key = Symbol.for('public-gallery.tracing')
const untraced: TracedCall = { headers: {}, end: () => {} }
/** Probes, and the gallery's word to itself. */
const untold = /^\/(?:livez|readyz|healthz|api\/health|api\/internal\/revalidate)(?:\?|$)/

/** Null where no traces are wanted. */
export function getTracing(): Tracing | null {
  return (globalThis as { [key]?: Tracing })[key] ?? null
}

/** For `start-tracing.ts`. */
export function setTracing(tracing: Tracing): void {
  ;(globalThis as { [key]?: Tracing })[key] = tracing
}

/** Runs the work of a request within its span; probes and the like have none. @param toServed is asked only where traces are wanted */
export function traceRequest<Result>(
  request: IncomingMessage,
  response: ServerResponse,
  toServed: () => ServedRequest,
  run: () => Result,
): Result {
  const tracing = getTracing()
  if (tracing === null) return run()
  if (untold.test(request.url ?? '')) return tracing.conceal(run)
  return tracing.serve(request, response, toServed(), run)
}

/**
 * Begins the span of a call to another program.
 * @param name what it is called in the trace
 */
export function traceCall(name: string, method: string, url: string): TracedCall {
  return getTracing()?.call(name, method, url) ?? untraced
}
