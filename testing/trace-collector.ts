/** Takes traces as an OpenTelemetry collector does (OTLP 1.x over HTTP, JSON), and keeps what it has read of them. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'

const value = z.object({
  stringValue: z.string().optional(),
  intValue: z.union([z.number(), z.string()]).optional(),
  boolValue: z.boolean().optional(),
  arrayValue: z.object({ values: z.array(z.object({ stringValue: z.string().optional() })) }).optional(),
})
const attributes = z.array(z.object({ key: z.string(), value: value.loose() }))

const traces = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes }),
      scopeSpans: z.array(
        z.object({
          scope: z.object({ name: z.string() }),
          spans: z.array(
            z.object({
              traceId: z.string().regex(/^[0-9a-f]{32}$/),
              spanId: z.string().regex(/^[0-9a-f]{16}$/),
              parentSpanId: z.string().optional(),
              name: z.string(),
              kind: z.number().int(),
              startTimeUnixNano: z.string().regex(/^\d+$/),
              endTimeUnixNano: z.string().regex(/^\d+$/),
              attributes,
            }),
          ),
        }),
      ),
    }),
  ),
})

export interface CollectedSpan {
  service: string
  scope: string
  traceId: string
  spanId: string
  parentSpanId: string | null
  name: string
  /** 2 for a server's, 3 for a client's. */
  kind: number
  attributes: Record<string, string | undefined>
}

export interface TraceCollector {
  endpoint: string
  spans: readonly CollectedSpan[]
  /** What it could not read, in words. */
  problems: readonly string[]
  close(): Promise<void>
}

/** Listens on a free port of the loopback address. */
export async function startTraceCollector(): Promise<TraceCollector> {
  const spans: CollectedSpan[] = []
  const problems: string[] = []
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const bytes = Buffer.concat(chunks)
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes
    const type = request.headers['content-type']
    if (request.method !== 'POST' || request.url !== '/v1/traces' || type !== 'application/json') {
      problems.push(`${request.method} ${request.url} of ${type}`)
    }
    const parsed = traces.safeParse(JSON.parse(String(body)))
    if (parsed.success) spans.push(...parsed.data.resourceSpans.flatMap(listSpans))
    else problems.push(z.prettifyError(parsed.error))
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    problems,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

type ResourceSpans = z.infer<typeof traces>['resourceSpans'][number]

function listSpans({ resource, scopeSpans }: ResourceSpans): CollectedSpan[] {
  const service = toRecord(resource.attributes)['service.name'] ?? ''
  return scopeSpans.flatMap(({ scope, spans }) =>
    spans.map(({ traceId, spanId, parentSpanId = '', name, kind, attributes: given }) => ({
      service,
      scope: scope.name,
      traceId,
      spanId,
      parentSpanId: parentSpanId === '' ? null : parentSpanId,
      name,
      kind,
      attributes: toRecord(given),
    })),
  )
}

function toRecord(given: z.infer<typeof attributes>): Record<string, string | undefined> {
  return Object.fromEntries(
    given.map(({ key, value: { stringValue, intValue, boolValue, arrayValue } }) => [
      key,
      stringValue ??
        intValue?.toString() ??
        boolValue?.toString() ??
        arrayValue?.values.map((one) => one.stringValue).join(','),
    ]),
  )
}
