/** When the certificate of a program ends, and whether its files can be used, for alerts. */
import { Gauge } from 'prom-client'
import type { AnswerMetrics } from './create-answer-metrics.ts'

/** What is measured of it. */
interface MeasuredTls {
  readonly certificate: { names: string[]; validUntil: string }
  /** Null while the files as they are now are used. */
  readonly problem: string | null
}

/**
 * @param program before the name of each metric: `registry` or `gallery`
 * @param tls null where it has none of its own, and then there is nothing to tell
 */
export function addTlsGauges({ register }: AnswerMetrics, program: string, tls: MeasuredTls | null): void {
  const add = (name: string, help: string, read: (tls: MeasuredTls) => number) =>
    new Gauge({
      name: `${program}_tls_${name}`,
      help,
      labelNames: ['names'],
      registers: [register],
      collect() {
        this.reset()
        if (tls !== null) this.set({ names: tls.certificate.names.join(' ') }, read(tls))
      },
    })
  add(
    'certificate_end_seconds',
    'When the certificate of its own TLS ends, in seconds since 1970.',
    ({ certificate }) => Date.parse(certificate.validUntil) / 1000,
  )
  add(
    'files_refused',
    '1 while the files of the certificate cannot be used, and the one before is shown.',
    ({ problem }) => (problem === null ? 0 : 1),
  )
}
