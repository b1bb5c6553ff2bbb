/**
 * The metrics of the registry: those of its answers, and what a scrape asks of the store, the uploads and the audit log. While
 * requests are answered, numbers are counted and nothing else.
 */
import { Counter, Gauge } from 'prom-client'
import { addTlsGauges } from '#lib/metrics/add-tls-gauges.ts'
import { type AnswerMetrics, createAnswerMetrics } from '#lib/metrics/create-answer-metrics.ts'
import type { ServedTls } from '#lib/net/serve-tls.ts'
import { readCacheCounts } from '#registry/apis/distribution/read-cache.ts'
import { limitErrorCounts } from '#registry/domain/limits/limit-error.ts'
import type { OpenUpstream } from '#registry/domain/upstreams/create-upstreams.ts'
import type { Service } from '#registry/service.ts'
import { measureStoreFiles, type StoreFiles } from '#registry/store/measure-store-files.ts'
import { manifestRoute, toRouteTemplate } from './to-route-template.ts'

/** Everything that is registered stays for as long as the program. */
export function createRegistryMetrics(
  {
    config,
    images,
    audit,
    store,
    upstreams,
  }: Pick<Service, 'config' | 'images' | 'audit' | 'store' | 'upstreams'>,
  tls: ServedTls | null = null,
): AnswerMetrics {
  let pulls = 0
  let pushes = 0
  const metrics = createAnswerMetrics({
    program: 'registry',
    toRoute: toRouteTemplate,
    onAnswer({ method }, route, status) {
      if (route === manifestRoute && status === 200 && method === 'GET') pulls += 1
      if (route === manifestRoute && status === 201 && method === 'PUT') pushes += 1
      if (route === '/ (PutImage)' && status === 200) pushes += 1
    },
  })
  const registers = [metrics.register]

  /** A number that only grows, kept where it is counted. */
  const addCounter = (name: string, help: string, read: () => number) =>
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset()
        this.inc(read())
      },
    })
  const addGauge = (name: string, help: string, read: () => number | Promise<number>) =>
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        this.set(await read())
      },
    })

  addCounter('registry_pulls_total', 'Manifests that were sent, as each pull begins with one.', () => pulls)
  addCounter('registry_pushes_total', 'Manifests that were accepted.', () => pushes)
  addCounter(
    'registry_read_cache_hits_total',
    'Reads of the distribution API that needed no query.',
    () => readCacheCounts.hits,
  )
  addCounter(
    'registry_read_cache_misses_total',
    'Reads of the distribution API that asked the store.',
    () => readCacheCounts.misses,
  )
  addCounter(
    'registry_rate_limited_total',
    'Requests that were refused because of a rate limit.',
    () => limitErrorCounts.made,
  )
  addGauge('registry_uploads_open', 'Layer uploads that were begun and not finished.', () =>
    images.uploads.count(),
  )
  addGauge(
    'registry_audit_records_waiting',
    'Audit records that are not written yet.',
    () => audit.counts().waiting,
  )
  addCounter(
    'registry_audit_records_lost_total',
    'Audit records that could not be written for so long that they were given up.',
    () => audit.counts().lost,
  )
  addGauge('registry_read_only', '1 while changes are refused: by the operator, or because of damage.', () =>
    store.pausedFor() !== null || store.listDamage().length > 0 ? 1 : 0,
  )
  addUpstreamCounters(metrics, upstreams)
  addStoreGauges(metrics, config.dataDir)
  addTlsGauges(metrics, 'registry', tls)
  return metrics
}

/** Each with the host of the upstream as its label. */
function addUpstreamCounters({ register }: AnswerMetrics, { list }: Service['upstreams']): void {
  const counters: [string, string, (upstream: OpenUpstream) => number][] = [
    ['hits', 'Answers from what is stored.', ({ figures }) => figures.hits],
    ['misses', 'Answers for which the upstream was asked.', ({ figures }) => figures.misses],
    ['stale', 'Answers that are older than they should be.', ({ figures }) => figures.stales],
    ['requests', 'Requests to the upstream.', ({ client }) => client.requests],
    ['errors', 'Requests that were refused or not answered.', ({ client }) => client.errors],
  ]
  for (const [name, help, read] of counters) {
    new Counter({
      name: `registry_upstream_${name}_total`,
      help,
      labelNames: ['upstream'],
      registers: [register],
      collect() {
        this.reset()
        for (const open of list()) this.inc({ upstream: open.upstream.host }, read(open))
      },
    })
  }
}

const storeGauges: Record<string, { help: string; of: keyof StoreFiles }> = {
  registry_store_database_bytes: { help: 'Size of the metadata.', of: 'databaseBytes' },
  registry_store_wal_bytes: { help: 'Size of what was committed and is not merged yet.', of: 'logBytes' },
  registry_disk_free_bytes: { help: 'What can still be written on the disk of DATA_DIR.', of: 'freeBytes' },
  registry_disk_size_bytes: { help: 'Size of the disk of DATA_DIR.', of: 'diskBytes' },
}

/** All of them are of one look at the disk. */
function addStoreGauges({ register }: AnswerMetrics, dataDir: string): void {
  let measuring: Promise<StoreFiles> | null = null
  const measure = () => {
    measuring ??= measureStoreFiles(dataDir).finally(() => {
      measuring = null
    })
    return measuring
  }
  for (const [name, { help, of }] of Object.entries(storeGauges)) {
    new Gauge({
      name,
      help,
      registers: [register],
      async collect() {
        this.set((await measure())[of])
      },
    })
  }
}
