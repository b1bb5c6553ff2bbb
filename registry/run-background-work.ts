/** What the registry does beside answering: it writes pull counts and audit files, removes what is not kept, and reads blobs again, until it stops. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type AuditFiles, createAuditFiles } from '#registry/domain/audit/audit-files.ts'
import { pruneAuditLog } from '#registry/domain/audit/prune-audit-log.ts'
import { collectGarbage, endAbandonedUploads } from '#registry/domain/images/collect-garbage.ts'
import { scrubBlobs, tidyQuarantine } from '#registry/domain/images/scrub-blobs.ts'
import type { Service } from './service.ts'

const flushIntervalMs = 5_000
const keyIntervalMs = 1_000
const reconcileIntervalMs = 1_000
const auditIntervalMs = 1_000
const scrubIntervalMs = 60_000
const spaceIntervalMs = 1_000
const upstreamIntervalMs = 60_000

/** Runs until the signal; a failure is logged, and the work tried again at its next turn. */
export async function runBackgroundWork(service: Service, signal: AbortSignal): Promise<void> {
  // A damaged store is left as it is.
  if (service.store.listDamage().length > 0) return
  const repeat = (intervalMs: number, work: () => Promise<void>) =>
    repeatWhile(service, intervalMs, signal, work)
  const { images, limits, config, store, log } = service
  /** Of several processes one does this; whoever takes over looks at what is there anew. */
  const ifLeading = (work: () => Promise<void>) => async () => {
    if (store.peers.term() !== null) await work()
  }
  const writeAuditFiles = createAuditWatch(service)
  let files: { term: number | null; files: AuditFiles } | null = null
  const writeFiles = ifLeading(async () => {
    const term = store.peers.term()
    if (files === null || files.term !== term) {
      const mayWrite = () => store.peers.term() === term
      files = { term, files: createAuditFiles(store, config, service.clock, mayWrite) }
    }
    await writeAuditFiles(files.files)
  })
  // Whatever a crash left out.
  await writeFiles()
  await lookForLostSecrets(service)
  const watchSpace = createSpaceWatch(service)
  await watchSpace()
  await tidyQuarantine(service).catch((error: unknown) => {
    log.error({ err: error }, 'the quarantine could not be read')
  })
  await Promise.all([
    repeat(spaceIntervalMs, watchSpace),
    repeat(
      scrubIntervalMs,
      ifLeading(async () => {
        try {
          const round = await scrubBlobs(service, signal)
          if (round !== null) log.info({ ...round, after: undefined }, 'all blobs were read again')
        } catch (error) {
          if (!signal.aborted) log.error({ err: error }, 'blobs could not be read again')
        }
      }),
    ),
    repeat(keyIntervalMs, async () => {
      await service.keys.refresh().catch((error: unknown) => {
        log.error({ err: error }, 'the secret could not be asked for again')
      })
      await lookForLostSecrets(service)
    }),
    repeat(reconcileIntervalMs, async () => {
      await limits.reconcile().catch((error: unknown) => {
        log.error({ err: error }, 'rates could not be evened out with other processes')
      })
    }),
    repeat(flushIntervalMs, async () => {
      for (const flush of [images.pulls.flush, limits.flush]) {
        await flush().catch((error: unknown) => {
          log.error({ err: error }, 'what was counted of pulls could not be written')
        })
      }
    }),
    repeat(upstreamIntervalMs, async () => {
      try {
        await service.upstreams.tidy()
      } catch (error) {
        log.error({ err: error }, 'what is kept of upstreams could not be looked through')
      }
    }),
    repeat(auditIntervalMs, writeFiles),
    repeat(
      config.garbageIntervalMs,
      ifLeading(async () => {
        try {
          const removed = await pruneAuditLog(service)
          if (removed > 0) log.info({ removed }, 'removed audit records that are older than they are kept')
        } catch (error) {
          log.error({ err: error }, 'old audit records could not be removed')
        }
      }),
    ),
    repeat(config.garbageIntervalMs, async () => {
      try {
        if (store.peers.term() === null) {
          await endAbandonedUploads(service)
          return
        }
        const collected = await collectGarbage(service)
        await tidyQuarantine(service)
        if (Object.values(collected).some((count) => count > 0)) log.info(collected, 'collected garbage')
      } catch (error) {
        log.error({ err: error }, 'garbage could not be collected')
      }
    }),
  ])
}

/** Keeps the reserve, and says once when the space has become low, and when it no longer is. */
function createSpaceWatch({ space, store, log }: Service): () => Promise<void> {
  let wasLow = false
  let hasFailed = false
  return async () => {
    try {
      // One file of one disk.
      if (store.peers.term() !== null) await space.keepReserve()
      hasFailed = false
    } catch (error) {
      if (!hasFailed) log.error({ err: error }, 'the reserve could not be written')
      hasFailed = true
    }
    const { isLow, freeBytes } = space.read()
    if (isLow === wasLow) return
    wasLow = isLow
    if (isLow) {
      log.error(
        { freeBytes },
        'the disk is nearly full: new uploads are refused; delete images and run `npm run registry -- store gc`, or make room',
      )
    } else log.info({ freeBytes }, 'there is room on the disk again: uploads are taken')
  }
}

async function lookForLostSecrets({ lostSecrets, log }: Service): Promise<void> {
  await lostSecrets.look().catch((error: unknown) => {
    log.error({ err: error }, 'the access keys could not be looked through')
  })
}

/** The table has everything: what is missing in the files is written at the next turn. Said once, and once more when it is well. */
function createAuditWatch({ log }: Service): (files: AuditFiles) => Promise<void> {
  let hasFailed = false
  return async (files) => {
    try {
      await files.catchUp()
      if (hasFailed) log.info('the audit files are written again')
      hasFailed = false
    } catch (error) {
      if (!hasFailed)
        log.error({ err: error }, 'the audit files cannot be written; the table has all records')
      hasFailed = true
    }
  }
}

async function repeatWhile(
  { store }: Service,
  intervalMs: number,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    await sleep(intervalMs, undefined, { signal, ref: false }).catch(() => {})
    if (!signal.aborted && store.listDamage().length === 0) await work()
  }
}
