/**
 * Keeps one source up to date with its endpoint until it is told to stop: one full read, then the change feed, or, where there is
 * none, reads again and again. A failure leaves the last good data in place, is noted for the operator, and is tried again
 * after a pause that grows.
 */
import { setImmediate as yieldToPages } from 'node:timers/promises'
import type { SourceReader } from '#lib/sources/source-reader.ts'
import { followFeed } from './follow-feed.ts'
import { type KeepReadingOptions, keepReading } from './keep-reading.ts'
import { noteProblem } from './note-outcome.ts'
import { toChangeKey } from './read-repositories.ts'
import type { SyncContext } from './sync-context.ts'

const firstPauseMs = 250

export interface RunSourceOptions extends KeepReadingOptions {
  /** Makes a reader, and another after each failure, since credentials may have been replaced. */
  createReader(): SourceReader
  /** The pause after a failure doubles up to this. */
  maxPauseMs: number
  /** Failures are not noted before this time: the registry may start after the gallery. */
  quietMs: number
  /** Told of every failure. */
  onError(error: Error, isQuiet: boolean): void
}

/** Runs until the signal; never throws. */
export async function runSource(
  given: Omit<SyncContext, 'reader'>,
  options: RunSourceOptions,
): Promise<void> {
  const { clock, signal, state, source, progress } = given
  const quietUntil = clock.now() + options.quietMs
  let failures = 0
  let hasSucceeded = false
  let lastSyncedAt = state.getSource(source).syncedAt
  let mustQueue = true
  while (!signal.aborted) {
    const context: SyncContext = { ...given, reader: options.createReader() }
    try {
      const extension = await context.reader.findChangeFeed()
      if (mustQueue) await queueUnreadImages(context)
      mustQueue = false
      await (extension === null ? keepReading(context, options) : followFeed(context, extension, options))
    } catch (error) {
      if (signal.aborted) return
      const { syncedAt } = state.getSource(source)
      if (syncedAt !== lastSyncedAt) {
        hasSucceeded = true
        failures = 0
        lastSyncedAt = syncedAt
      }
      const isQuiet = !hasSucceeded && clock.now() < quietUntil
      const reason = error instanceof Error ? error : new Error(String(error))
      if (!isQuiet) noteProblem(context, reason)
      options.onError(reason, isQuiet)
      failures += 1
      progress.begin('waiting')
      await clock.sleep(Math.min(firstPauseMs * 2 ** (failures - 1), options.maxPauseMs), signal)
    } finally {
      context.reader.close()
    }
  }
}

/** Few, so that pages need not wait. */
const queuedAtOnce = 200

/** What images run on is read beside the sync; what an earlier process has not come to waits again. */
async function queueUnreadImages({ state, source, writer, facts, signal }: SyncContext): Promise<void> {
  for (const registryId of state.listRegistryIds(source)) {
    const repositories = state.listRepositories(registryId)
    for (let from = 0; from < repositories.length && !signal.aborted; from += queuedAtOnce) {
      const some = repositories.slice(from, from + queuedAtOnce)
      const uris = new Map(some.map((one) => [toChangeKey(one), one.repositoryUri]))
      for (const image of writer.listUnreadImages(some)) {
        const repositoryUri = uris.get(toChangeKey(image))
        if (repositoryUri) facts.add({ ...image, repositoryUri })
      }
      await yieldToPages()
    }
  }
}
