/** Guards traces: a visit, the calls of the API that it makes, and what the registry does for them are one trace, and without a wish there is none. */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { CreateRepositoryCommand, ECRPUBLICClient } from '@aws-sdk/client-ecr-public'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { readProfile } from '#testing/read-profile.ts'
import { type RunningStart, startPair } from '#testing/start-pair.ts'
import { type CollectedSpan, startTraceCollector, type TraceCollector } from '#testing/trace-collector.ts'
import { buildGallery, findBuildReason } from '../scripts/build-gallery.ts'
import { projectRoot } from '../scripts/project-root.ts'

const traceId = '0af7651916cd43dd8448eb211c80319c'
const visitorsSpan = 'b7ad6b7169203331'

let start: RunningStart | null = null
let collector: TraceCollector | null = null

beforeAll(async () => {
  if (findBuildReason() !== null) await buildGallery()
}, 400_000)
afterEach(async () => {
  await start?.remove()
  await collector?.close()
  start = null
  collector = null
})

async function startTraced(
  environment: Record<string, string> = {},
): Promise<{ pair: RunningStart; path: string }> {
  start = await startPair({ OTEL_BSP_SCHEDULE_DELAY: '100', ...environment })
  await start.waitFor('profile admin')
  const credentials = readProfile(start.dataDir, 'admin')
  const api = new ECRPUBLICClient({ endpoint: start.registryUrl, region: 'us-east-1', credentials })
  const { repository } = await api.send(new CreateRepositoryCommand({ repositoryName: 'traced' }))
  api.destroy()
  const path = repository?.repositoryUri?.replace(/^[^/]+/, '') ?? ''
  return { pair: start, path }
}

/** The page of a repository, once the index knows it, as part of a visitor's trace. */
async function visit(pair: RunningStart, path: string): Promise<void> {
  const traceparent = `00-${traceId}-${visitorsSpan}-01`
  const headers = { traceparent, 'x-request-id': 'traced-visit' }
  await expect
    .poll(async () => (await fetch(`${pair.galleryUrl}${path}`, { headers })).status, { timeout: 20_000 })
    .toBe(200)
}

test('a visit is one trace, through the gallery, its calls, and the registry', async () => {
  collector = await startTraceCollector()
  const { spans, problems, endpoint } = collector
  const { pair, path } = await startTraced({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint })
  await visit(pair, path)
  const find = (wanted: Partial<CollectedSpan>) =>
    spans.find((span) =>
      Object.entries(wanted).every(([key, value]) => span[key as keyof CollectedSpan] === value),
    )
  const called = {
    traceId,
    service: 'public-gallery-registry',
    name: 'POST / (DescribeRepositories)',
    kind: 2,
  }
  await expect.poll(() => find(called), { timeout: 20_000 }).toBeDefined()
  // Each is the child of the one before.
  const inRegistry = find(called)
  const call = find({ traceId, service: 'public-gallery', spanId: inRegistry?.parentSpanId ?? '' })
  expect(call).toMatchObject({ name: 'DescribeRepositories', kind: 3 })
  expect(call?.attributes).toMatchObject({
    'http.request.method': 'POST',
    'http.response.status_code': '200',
  })
  const listAncestors = () => {
    const ancestors: CollectedSpan[] = []
    for (let at = call; at !== undefined; at = find({ traceId, spanId: at.parentSpanId ?? '' }))
      ancestors.push(at)
    return ancestors
  }
  // What stands above ends later.
  await expect
    .poll(() => listAncestors().at(-1), { timeout: 20_000 })
    .toMatchObject({
      parentSpanId: visitorsSpan,
      service: 'public-gallery',
      name: 'GET /{alias}/{repository}',
      kind: 2,
    })
  const ancestors = listAncestors()
  // What Next tells of itself stands between them.
  expect(ancestors.map(({ scope }) => scope)).toContain('next.js')
  expect(inRegistry?.attributes).toMatchObject({
    'http.route': '/ (DescribeRepositories)',
    'http.request.header.x-request-id': 'traced-visit',
    'http.response.status_code': '200',
  })
  expect(problems).toEqual([])
  // Probes have no spans, and neither have the sync's own calls.
  expect(spans.filter(({ name }) => /livez|readyz|health/.test(name))).toEqual([])
  expect(
    spans.filter(
      ({ scope, kind, parentSpanId }) => scope === 'public-gallery' && kind === 3 && parentSpanId === null,
    ),
  ).toEqual([])
  const secret = readProfile(pair.dataDir, 'gallery').accessKeyId
  expect(JSON.stringify(spans)).not.toContain(secret)
})

test('a collector that is away, or hangs, holds up nothing, and is told of once', async () => {
  const hanging = createServer(() => {}).listen(0, '127.0.0.1')
  await once(hanging, 'listening')
  const endpoint = `http://127.0.0.1:${(hanging.address() as AddressInfo).port}`
  const { pair, path } = await startTraced({
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_TIMEOUT: '500',
  })
  await visit(pair, path)
  await pair.waitFor('traces could not be sent')
  const stoppedAt = performance.now()
  await pair.program.stop(60_000)
  expect(performance.now() - stoppedAt).toBeLessThan(30_000)
  expect(pair.output().match(/traces could not be sent/g)?.length).toBeLessThanOrEqual(2)
  hanging.closeAllConnections()
  hanging.close()
})

test('the sampler is that of the variables', async () => {
  collector = await startTraceCollector()
  const { spans, endpoint } = collector
  const { pair, path } = await startTraced({
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${endpoint}/v1/traces`,
    OTEL_TRACES_SAMPLER: 'parentbased_always_off',
    OTEL_SERVICE_NAME: 'named',
  })
  // Without a parent nothing is recorded, and with one that is, everything.
  await (await fetch(`${pair.galleryUrl}/`)).text()
  await visit(pair, path)
  await expect.poll(() => spans.length, { timeout: 20_000 }).toBeGreaterThan(0)
  expect(new Set(spans.map((span) => span.traceId))).toEqual(new Set([traceId]))
  expect(new Set(spans.map(({ service }) => service))).toEqual(new Set(['named']))
})

test('a protocol that the programs do not have ends the start, in words', async () => {
  start = await startPair({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
  })
  await start.program.ended
  expect(start.output()).toContain(
    'OTEL_EXPORTER_OTLP_PROTOCOL: grpc is not among what the programs have: http/json',
  )
})

test('without a wish nothing of OpenTelemetry is loaded, and no trace is passed on', async () => {
  const script = `
    import { registerHooks } from 'node:module'
    const loaded = []
    registerHooks({ resolve: (name, context, next) => { loaded.push(name); return next(name, context) } })
    const { startTracing } = await import('./lib/net/start-tracing.ts')
    const { traceCall, getTracing } = await import('./lib/net/tracing.ts')
    await startTracing('x', { info() {}, warn() {} })
    const of = loaded.filter((name) => name.includes('opentelemetry') || name.includes('open-telemetry'))
    console.log(JSON.stringify([of, traceCall('a', 'GET', 'http://x/').headers, getTracing()]))`
  const environment = Object.entries({ OTEL_EXPORTER_OTLP_ENDPOINT: '', OTEL_TRACES_EXPORTER: '' })
  const { stdout } = await promisify(execFile)(
    'env',
    [
      ...environment.map(([name, value]) => `${name}=${value}`),
      process.execPath,
      '--input-type=module',
      '--eval',
      script,
    ],
    { cwd: projectRoot },
  )
  expect(JSON.parse(stdout)).toEqual([[], {}, null])
})
