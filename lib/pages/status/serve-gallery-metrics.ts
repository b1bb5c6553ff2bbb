/** Lets the gallery's metrics be read: what its front door counts, and how old, how far behind and how troubled each source is. */
import { Gauge } from 'prom-client'
import { readConfig } from '#lib/config/config.ts'
import { addTlsGauges } from '#lib/metrics/add-tls-gauges.ts'
import { serveMetrics } from '#lib/metrics/serve-metrics.ts'
import { getGalleryMetrics } from '#lib/runtime/gallery-metrics.ts'
import { getGalleryTls } from '#lib/runtime/gallery-tls.ts'
import { getLog } from '#lib/runtime/log.ts'
import { type GalleryStatus, getStatus, type SourceStatus } from './get-status.ts'

const ofIndex: Record<string, { help: string; read: (index: GalleryStatus['index']) => number }> = {
  gallery_index_bytes: { help: 'Size of the search index.', read: ({ bytes }) => bytes },
  gallery_index_repositories: {
    help: 'Repositories in the search index.',
    read: ({ repositoryCount }) => repositoryCount,
  },
}

/** Null says nothing: a source that was never read has no age. */
const ofSources: Record<string, { help: string; read: (source: SourceStatus) => number | null }> = {
  gallery_sync_age_seconds: {
    help: 'Seconds since the source was last found up to date.',
    read: ({ syncedAt }) =>
      syncedAt === null ? null : Math.max(0, (Date.now() - Date.parse(syncedAt)) / 1000),
  },
  gallery_sync_problem: {
    help: '1 while the source cannot be read, otherwise 0.',
    read: ({ problem }) => (problem === null ? 0 : 1),
  },
  gallery_sync_repositories_failing: {
    help: 'Repositories of the source that cannot be read.',
    read: ({ counts }) => counts.failing,
  },
}

/** Does nothing where no metrics are wanted. The gallery works without them, so a failure is told and does not end it. */
export async function serveGalleryMetrics(): Promise<void> {
  const { galleryMetricsPort: port, metricsHost: host } = readConfig()
  const metrics = getGalleryMetrics()
  if (metrics === null || port === null) return
  const { register } = metrics
  addTlsGauges(metrics, 'gallery', getGalleryTls())
  for (const [name, { help, read }] of Object.entries(ofIndex)) {
    new Gauge({
      name,
      help,
      registers: [register],
      async collect() {
        this.set(read((await getStatus()).index))
      },
    })
  }
  for (const [name, { help, read }] of Object.entries(ofSources)) {
    new Gauge({
      name,
      help,
      labelNames: ['source'],
      registers: [register],
      async collect() {
        const { sources } = await getStatus()
        this.reset()
        for (const source of sources) {
          const value = read(source)
          if (value !== null) this.set({ source: source.name }, value)
        }
      },
    })
  }
  try {
    await serveMetrics(register, { host, port })
    getLog().info(`metrics at http://${host}:${port}/metrics`)
  } catch (error) {
    getLog().error(
      { err: error },
      `no metrics: GALLERY_METRICS_PORT ${port} of ${host} cannot be listened on`,
    )
  }
}
