/**
 * The metrics of the gallery's process. The front door counts answers in them, and the application in the same process, which is
 * built by itself, adds what it knows and lets them be read; so they are kept where both find them.
 */
import { readConfig } from '#lib/config/config.ts'
import { type AnswerMetrics, createAnswerMetrics } from '#lib/metrics/create-answer-metrics.ts'

const key = Symbol.for('public-gallery.metrics')

/** Null where no metrics are wanted. */
export function getGalleryMetrics(): AnswerMetrics | null {
  if (readConfig().galleryMetricsPort === null) return null
  const holder = globalThis as { [key]?: AnswerMetrics }
  holder[key] ??= createAnswerMetrics({
    program: 'gallery',
    toRoute: ({ url = '/' }) => toPageTemplate(url),
  })
  return holder[key]
}

/** First segments that have an address below them of their own, which may be anything. */
const known = new Set([
  'badge',
  'search',
  'publishers',
  'status',
  'docs',
  'opensearch.xml',
  'openapi.json',
  'robots.txt',
])
const knownApis = new Set([
  'facts',
  'health',
  'internal',
  'logo',
  'pulls',
  'pulls-csv',
  'search',
  'status',
  'suggest',
  'tags',
])

/**
 * The kind of page that an address leads to: one of a closed list, as addresses are what strangers write.
 * @example toPageTemplate('/tidewater/cache?tab=tags') // '/{alias}/{repository}'
 */
export function toPageTemplate(url: string): string {
  const [path = '/'] = url.split('?', 1)
  if (path === '/') return '/'
  const [, first = '', second = ''] = path.split('/', 3)
  if (first === '_next') return second === 'static' ? '/_next/static' : '/_next'
  if (first === 'api') return knownApis.has(second) ? `/api/${second}` : 'other'
  if (known.has(first)) return `/${first}`
  if (first.includes('.') || first.startsWith('~')) return 'other'
  return second === '' ? '/{alias}' : '/{alias}/{repository}'
}
