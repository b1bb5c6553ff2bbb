/**
 * The registry program: opens the store, listens, creates the demo catalogue at the first start, and stops cleanly
 * on SIGTERM or SIGINT. A start that cannot work ends with one line that says why, and exit code 1.
 */

import type { Server } from 'node:http'
import { readConfig } from '#lib/config/config.ts'
import { isLoopback } from '#lib/config/listening-address.ts'
import {
  endByForce,
  HangingDirectoryError,
  requireAnsweringDirectory,
} from '#lib/config/require-answering-directory.ts'
import { serveMetrics } from '#lib/metrics/serve-metrics.ts'
import { findServedTls } from '#lib/net/serve-tls.ts'
import { startTracing } from '#lib/net/start-tracing.ts'
import { getTracing } from '#lib/net/tracing.ts'
import { createOperatorServer } from '#registry/apis/operator/create-operator-server.ts'
import { listenForOperator } from '#registry/apis/operator/listen-for-operator.ts'
import { printFailure } from '#registry/cli/print-failure.ts'
import { createFirstAccounts } from '#registry/domain/identities/create-first-accounts.ts'
import { createServer } from '#registry/server/create-server.ts'
import { createDrain } from '#registry/server/drain.ts'
import { createRegistryMetrics } from '#registry/server/registry-metrics.ts'
import { metadataFile } from '#registry/store/open-store.ts'
import { listen, stopServer } from '#registry/wire/listen.ts'
import { createDemoCatalogue } from './demo/create-demo-catalogue.ts'
import { openLog, switchLogLevel } from './open-log.ts'
import { runBackgroundWork } from './run-background-work.ts'
import { toUsagePages } from './server/serve-usage.ts'
import { closeService, openService, type Service } from './service.ts'

// Whatever is written to DATA_DIR is for this user only, also what SQLite makes beside its files.
process.umask(0o077)
try {
  await start()
} catch (error) {
  printFailure(error)
  if (error instanceof HangingDirectoryError) endByForce()
  process.exit(1)
}

async function start(): Promise<void> {
  const config = readConfig()
  await requireAnsweringDirectory(config.dataDir, metadataFile)
  const log = openLog(config)
  await startTracing('public-gallery-registry', log)
  const service = await openService(config, { log })
  const isWhole = service.store.listDamage().length === 0
  // Processes that start on one database at the same time make them once.
  if (isWhole) await service.store.peers.alone('first accounts', () => createFirstAccounts(service))

  const stopping = new AbortController()
  const drain = createDrain(config)
  const server = createServer(service, stopping.signal, {}, drain)
  const tls = findServedTls(server)
  await measureWhereWanted(service, server)
  const url = await listen(server, config)
  const operator = createOperatorServer(service, stopping.signal)
  // Commands reach a database themselves; a socket would be that of one process of several.
  if (config.databaseUrl === null) await listenWherePossible(service, operator)
  const signals = ['SIGINT', 'SIGTERM'] as const
  const stop = async (signal: (typeof signals)[number]) => {
    // The second signal ends the program at once, for those who do not want to wait.
    for (const each of signals) process.off(each, stop)
    log.info({ drainDelayMs: config.drainDelayMs, drainMs: config.drainMs }, `stopping on ${signal}`)
    const cut = await drain.stop(server, () => stopping.abort(signal))
    if (cut > 0) log.warn({ requests: cut }, 'requests were cut off: they took longer than DRAIN_SECONDS')
    if (operator.listening) await stopServer(operator)
    await getTracing()?.stop()
    await closeService(service)
    process.exit(0)
  }
  for (const signal of signals) process.on(signal, stop)
  if (tls !== null) process.on('SIGHUP', tls.reload)
  process.on('SIGUSR2', () => switchLogLevel(log, config))
  log.info({ dataDir: config.dataDir }, `listening on ${url}`)
  void runBackgroundWork(service, stopping.signal)
  if (!isLoopback(config.host) && tls === null) {
    log.warn(
      `${config.host} can be reached from other machines, without TLS: put TLS in front of the registry, or set REGISTRY_TLS_CERT_FILE.`,
    )
  }
  if (config.rateLimits === 'aws' && isLoopback(config.host) && config.trustedProxies.kind === 'none') {
    log.warn(
      'Only this machine can connect, and its pulls without a login are not limited: set TRUSTED_PROXIES to the proxies before the registry.',
    )
  }
  if (config.demo && isWhole) await fillDemoCatalogue(service, url, stopping.signal)
}

/** Before anything is answered, so that nothing is missed; who asks for metrics and cannot have them hears of it at the start. */
async function measureWhereWanted(service: Service, server: Server): Promise<void> {
  const { registryMetricsPort: port, metricsHost: host } = service.config
  if (port === null) return
  const { register, observe } = createRegistryMetrics(service, findServedTls(server))
  server.prependListener('request', observe)
  await serveMetrics(register, { host, port, pages: toUsagePages(service) })
  service.log.info(`metrics at http://${host}:${port}/metrics, storage at /usage`)
}

/** The registry works without its operator API, so a file system without sockets is told and does not end the program. */
async function listenWherePossible({ config, log }: Service, operator: Server): Promise<void> {
  try {
    await listenForOperator(operator, config.dataDir)
  } catch (error) {
    log.warn({ err: error }, 'no operator API: commands work only while the registry is stopped')
  }
}

/** The registry works without its demo catalogue, so a failure here is told and does not end the program. */
async function fillDemoCatalogue(service: Service, endpoint: string, stopping: AbortSignal): Promise<void> {
  try {
    await service.store.peers.alone('demo catalogue', () =>
      createDemoCatalogue(service, {
        endpoint,
        signal: stopping,
        onProgress: (done, total, label) =>
          service.log.info(`demo catalogue: ${done} of ${total} (${label})`),
      }),
    )
  } catch (error) {
    if (stopping.aborted) return
    service.log.error({ err: error }, 'the demo catalogue is not complete; the next start tries again')
  }
}
