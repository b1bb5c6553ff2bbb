/**
 * Keeps the index in step with the endpoint until it is told to stop: one full read, then the change feed, or,
 * where there is none, a full read now and then. A failure leaves the last good data in place, is noted for
 * the operator, and is tried again after a pause that grows.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { type FeedPosition, followChanges, readFromStart } from './follow-changes.ts'
import { readEverything } from './read-everything.ts'
import type { SyncContext } from './sync-context.ts'

const firstPauseMs = 250

export interface SyncOptions {
  /** Pause between full reads without a change feed; with one, the longest between reads of the pull counts. */
  intervalMs: number
  /** The pause after a failure doubles up to this. */
  maxPauseMs: number
  /** Failures are not noted before this time: the registry may start after the gallery. */
  quietMs: number
  signal: AbortSignal
  /** Told of every failure. */
  onError(error: Error, isQuiet: boolean): void
  /** Told after each full read. */
  onFullRead(): void
}

/** Runs until the signal; never throws. */
export async function runSync(context: SyncContext, options: SyncOptions): Promise<void> {
  const { signal } = options
  const quietUntil = Date.now() + options.quietMs
  let position: FeedPosition | null = null
  let hasSucceeded = false
  let failures = 0
  const noteSuccess = () => {
    context.writer.noteSync()
    hasSucceeded = true
    failures = 0
  }
  while (!signal.aborted) {
    try {
      const api = context.getApi()
      const extension = await context.findExtension()
      if (extension === null) {
        await readEverything(context, api, null, new Map())
        noteSuccess()
        options.onFullRead()
        await pause(options.intervalMs, signal)
        continue
      }
      if (position === null) {
        position = await readFromStart(context, api, extension)
        noteSuccess()
        options.onFullRead()
      }
      const isInStep = await followChanges(context, { api, extension, position, noteSuccess, ...options })
      if (!isInStep) position = null
    } catch (error) {
      if (signal.aborted) return
      const isQuiet = !hasSucceeded && Date.now() < quietUntil
      const reason = error instanceof Error ? error : new Error(String(error))
      if (!isQuiet) noteSyncError(context, reason)
      options.onError(reason, isQuiet)
      failures += 1
      await pause(Math.min(firstPauseMs * 2 ** (failures - 1), options.maxPauseMs), signal)
    }
  }
}

function noteSyncError({ writer }: SyncContext, reason: Error): void {
  try {
    writer.noteSyncError(reason.message)
  } catch {
    // The index itself may be what fails, as on a full disk; the log still has the reason.
  }
}

async function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  // The signal ends the pause by a rejection, and the loop asks the signal itself.
  await sleep(durationMs, undefined, { signal, ref: false }).catch(() => undefined)
}
