/**
 * Moves what is in the write-ahead log into the database file, in a thread of its own: copying and syncing would otherwise
 * hold up the event loop for as long as the disk takes. Only when the log has grown, everybody who writes waits for a moment, so
 * that it can begin again from its start.
 */
import { statSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'

export interface Checkpoints {
  /** To be called after a commit. Never fails: what was not moved stays in the log, where it is as safe. */
  note(): void
  /**
   * Until the returned function is called, the log grows instead of beginning again: somebody reads an old state for long, and
   * everybody who writes would wait for them.
   */
  hold(): () => void
  /** Ends the thread once it has done what it was doing. */
  close(): Promise<void>
}

/** What SQLite answers to a checkpoint. */
export interface CheckpointResult {
  isBusy: boolean
  /** Pages in the log. */
  pages: number
}

const resultSchema = z.object({ isBusy: z.boolean(), pages: z.number() })

/** A log below this is left as it is, and one that grew by as much is not left to wait for more commits. */
const smallBytes = 4 * 1024 * 1024
/** So many commits are worth a checkpoint: the log's file does not grow while it is written again from its start. */
const commitsBetween = 500
/** With this many pages, mostly of 4 kB, it begins again. */
const maxPages = 4000
/** A thread that has had nothing to do for so long ends, and gives its memory back. */
const idleMs = 10_000

/**
 * @param path of the database file
 * @param pauseWriting runs something while nothing is written
 */
export function createCheckpoints(
  path: string,
  pauseWriting: <Result>(run: () => Promise<Result>) => Promise<Result>,
): Checkpoints {
  let worker: Worker | null = null
  let commits = 0
  let bytesBefore = 0
  let running: Promise<void> | null = null
  let isClosed = false
  let holders = 0
  let idle: NodeJS.Timeout | undefined

  const ask = async (mode: 'PASSIVE' | 'RESTART'): Promise<CheckpointResult> => {
    worker ??= startWorker(path)
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const asked = worker
    asked.once('message', resolve)
    asked.once('error', reject)
    asked.postMessage(mode)
    try {
      return resultSchema.parse(await promise)
    } finally {
      asked.off('message', resolve)
      asked.off('error', reject)
    }
  }
  const endThread = async () => {
    const ended = worker
    worker = null
    await ended?.terminate()
  }
  const run = async () => {
    clearTimeout(idle)
    try {
      const { pages } = await ask('PASSIVE')
      // Nearly all of it is in the file by now, so that little is left to wait for.
      if (pages >= maxPages && holders === 0) await pauseWriting(() => ask('RESTART'))
    } catch {
      // The next one starts a new thread.
      worker = null
    } finally {
      running = null
      idle = setTimeout(endThread, idleMs).unref()
    }
  }
  return {
    note() {
      commits += 1
      if (isClosed || running !== null) return
      const bytes = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0
      const hasGrown = bytes >= bytesBefore + smallBytes
      if (!hasGrown && (commits < commitsBetween || bytes < smallBytes)) return
      commits = 0
      bytesBefore = bytes
      running = run()
    },
    hold() {
      holders += 1
      return () => {
        holders -= 1
      }
    },
    async close() {
      isClosed = true
      await running
      clearTimeout(idle)
      await endThread()
    },
  }
}

function startWorker(path: string): Worker {
  const worker = new Worker(new URL('checkpoint-thread.ts', import.meta.url), { workerData: path })
  // A program that has nothing else to do may end.
  worker.unref()
  return worker
}
