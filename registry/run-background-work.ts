/** What the registry does beside answering: it writes pull counts and audit files, and removes what is not kept, until it stops. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type AuditFiles, createAuditFiles } from '#registry/domain/audit/audit-files.ts'
import { pruneAuditLog } from '#registry/domain/audit/prune-audit-log.ts'
import { collectGarbage } from '#registry/domain/images/collect-garbage.ts'
import type { Service } from './service.ts'

const flushIntervalMs = 5_000
const auditIntervalMs = 1_000

/** Runs until the signal; a failure is logged, and the work tried again at its next turn. */
export async function runBackgroundWork(service: Service, signal: AbortSignal): Promise<void> {
  const { images, limits, config, store, log } = service
  const files = createAuditFiles(store, config, service.clock)
  // Whatever a crash left out.
  await writeAuditFiles(service, files)
  await Promise.all([
    repeat(flushIntervalMs, signal, async () => {
      for (const flush of [images.pulls.flush, limits.flush]) {
        await flush().catch((error: unknown) => {
          log.error({ err: error }, 'what was counted of pulls could not be written')
        })
      }
    }),
    repeat(auditIntervalMs, signal, () => writeAuditFiles(service, files)),
    repeat(config.garbageIntervalMs, signal, async () => {
      try {
        const removed = await pruneAuditLog(service)
        if (removed > 0) log.info({ removed }, 'removed audit records that are older than they are kept')
      } catch (error) {
        log.error({ err: error }, 'old audit records could not be removed')
      }
    }),
    repeat(config.garbageIntervalMs, signal, async () => {
      try {
        const collected = await collectGarbage(service)
        if (Object.values(collected).some((count) => count > 0)) log.info(collected, 'collected garbage')
      } catch (error) {
        log.error({ err: error }, 'garbage could not be collected')
      }
    }),
  ])
}

/** The table has everything: what is missing in the files is written at the next turn. */
async function writeAuditFiles({ log }: Service, files: AuditFiles): Promise<void> {
  try {
    await files.catchUp()
  } catch (error) {
    log.error({ err: error }, 'the audit files could not be written')
  }
}

async function repeat(intervalMs: number, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await sleep(intervalMs, undefined, { signal, ref: false }).catch(() => {})
    if (!signal.aborted) await work()
  }
}
