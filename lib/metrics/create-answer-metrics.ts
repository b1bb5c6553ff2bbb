/**
 * Counts what a program answers: requests by route and status class, how long they took, and bytes in and out. Both programs have it.
 * A route is a template from a closed list, never a path as a stranger wrote it, so that there are only so many series.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'

export interface AnswerMetrics {
  /** Where further metrics of the program are registered, and what a scrape reads. */
  register: Registry
  /** Counts the request when its answer has ended, also when the client did not wait for it (status class `gone`). */
  observe(request: IncomingMessage, response: ServerResponse): void
}

export interface AnswerMetricsOptions {
  /** Before the name of each metric: `registry` or `gallery`. */
  program: string
  /** The template of a path, from a closed list. */
  toRoute: (request: IncomingMessage) => string
  /** Hears of each answer that reached its client. */
  onAnswer?: (request: IncomingMessage, route: string, status: number) => void
}

/** Seconds: what is kept is answered below a millisecond, and nobody waits longer than ten seconds. */
const buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Sums that can fall, under names of counters, which Prometheus warns of; what they add up stays. */
const misnamed = ['handles', 'requests', 'resources']

const classes = ['other', '1xx', '2xx', '3xx', '4xx', '5xx']

/** Metrics of Node itself (event loop, garbage collection, memory) and of answers. */
export function createAnswerMetrics({ program, toRoute, onAnswer }: AnswerMetricsOptions): AnswerMetrics {
  const register = new Registry()
  const registers = [register]
  collectDefaultMetrics({ register })
  for (const kind of misnamed) register.removeSingleMetric(`nodejs_active_${kind}_total`)
  const requests = new Counter({
    name: `${program}_http_requests_total`,
    help: 'Requests that were answered, by route and class of status; gone: the client did not wait.',
    labelNames: ['route', 'status'],
    registers,
  })
  const durations = new Histogram({
    name: `${program}_http_request_duration_seconds`,
    help: 'Seconds from the headers of a request to the last byte of its answer, by route.',
    labelNames: ['route'],
    buckets,
    registers,
  })
  const received = new Counter({
    name: `${program}_http_received_bytes_total`,
    help: 'Bytes received over HTTP, with headers.',
    registers,
  })
  const sent = new Counter({
    name: `${program}_http_sent_bytes_total`,
    help: 'Bytes sent over HTTP, with headers.',
    registers,
  })
  const counted = new WeakMap<Socket, { read: number; written: number }>()

  const countBytes = (socket: Socket) => {
    let before = counted.get(socket)
    if (before === undefined) {
      before = { read: 0, written: 0 }
      counted.set(socket, before)
    }
    const { bytesRead, bytesWritten } = socket
    received.inc(Math.max(0, bytesRead - before.read))
    sent.inc(Math.max(0, bytesWritten - before.written))
    before.read = bytesRead
    before.written = bytesWritten
  }

  return {
    register,
    observe(request, response) {
      const startedAt = performance.now()
      const { socket } = request
      // Now, as who runs the request may give it another address.
      const route = toRoute(request)
      response.once('close', () => {
        const { statusCode, writableFinished } = response
        const status = writableFinished ? (classes[Math.floor(statusCode / 100)] ?? 'other') : 'gone'
        requests.inc({ route, status })
        durations.observe({ route }, (performance.now() - startedAt) / 1000)
        countBytes(socket)
        if (writableFinished) onAnswer?.(request, route, statusCode)
      })
    },
  }
}
