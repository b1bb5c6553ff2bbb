/**
 * Makes commits durable without holding up anybody else: the write-ahead log is synced outside the event loop, and one sync
 * serves all that committed before it began. SQLite reads a log up to the last whole commit, so that after a loss of power
 * everything is there whose sync had ended, in its order.
 */
import { closeSync, fdatasync, openSync } from 'node:fs'
import { promisify } from 'node:util'
import { StoreBrokenError } from '../store-error.ts'

export interface WalSync {
  /** To be called after a commit. */
  note(): void
  /**
   * Returns once everything that was committed before is on the disk.
   * @throws {StoreBrokenError} when it could not be written. A later sync would prove nothing about what was lost, so it is thrown
   *   from then on until the program starts again.
   */
  sync(): Promise<void>
  /** Returns when the sync that runs has ended, at the latest after so many milliseconds; at once where none runs. */
  untilIdle(maxMs: number): Promise<void>
  /** Throws what a sync has thrown. */
  requireWorking(): void
  /** To be called when the database is closed, which has moved the log into the file and made that durable. */
  close(): Promise<void>
}

/** Syncs an open file's content, as `fdatasync` does. */
export type SyncFile = (descriptor: number) => Promise<void>

/** @param path of the log, which is there while the store is open */
export function openWalSync(path: string, syncFile: SyncFile = promisify(fdatasync)): WalSync {
  const descriptor = openSync(path, 'r')
  let failure: StoreBrokenError | null = null
  // What was written before the log was opened counts as one.
  let commits = 1
  /** How many commits the last sync that began has on the disk, or will have. */
  let covered = 0
  let running: Promise<void> | null = null
  let next: Promise<void> | null = null
  let isClosed = false

  const run = async () => {
    covered = commits
    try {
      await syncFile(descriptor)
    } catch (cause) {
      failure ??= new StoreBrokenError(
        `What was written last may not be on the disk (${cause instanceof Error ? cause.message : cause}). Nothing more is written until the registry was started again; look at the disk first.`,
        { cause },
      )
    }
  }
  /** One that begins when the running one has ended, for all who came too late for that. */
  const runNext = async () => {
    await running
    running = next
    next = null
    await run()
    if (next === null) running = null
  }
  const requireWorking = () => {
    if (failure !== null) throw failure
  }
  return {
    note() {
      commits += 1
    },
    async sync() {
      requireWorking()
      if (isClosed) return
      // Those of one commit do not ask at the same moment; the later ones wait for the sync that the first began.
      if (covered === commits) {
        await running
      } else {
        next ??= runNext()
        await next
      }
      requireWorking()
    },
    async untilIdle(maxMs) {
      if (running === null) return
      const { promise: isLate, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, maxMs)
      await Promise.race([running, isLate])
      clearTimeout(timer)
    },
    requireWorking,
    async close() {
      isClosed = true
      while (running !== null || next !== null) await (running ?? next)
      closeSync(descriptor)
    },
  }
}
