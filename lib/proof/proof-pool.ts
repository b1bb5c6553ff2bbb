/** The thread that judges signatures, started by the first of them; what takes longer than it may is ended. */
import { Worker } from 'node:worker_threads'
import { getReadingPool, WorkExceededError, type WorkerPool } from '#lib/workers/worker-pool.ts'
import type { JudgeRequest } from './evidence.ts'
import { type Proof, proofSchema, toUntold } from './proof.ts'

/** A signature takes some 15 ms, a large statement some hundred. */
const limits = { deadlineMs: 5_000, waitMs: 60_000 }

/**
 * Judges it in the thread.
 * @throws {Error} when the thread has no time for it, or cannot be started
 */
export async function judgeInThread(request: JudgeRequest): Promise<Proof> {
  try {
    const { text } = await getPool().run(request, limits)
    return proofSchema.parse(JSON.parse(text))
  } catch (error) {
    if (!(error instanceof WorkExceededError)) throw error
    return toExceeded(request.evidence.format, error.message)
  }
}

/** What is said of evidence that takes more than its share. */
export function toExceeded(format: Proof['format'], detail = ''): Proof {
  return { ...toUntold(format), doubt: 'too-much-work', detail }
}

function getPool(): WorkerPool {
  return getReadingPool('proof', startWorker, { maxWaiting: 200, idleMs: 30_000 })
}

/** The bundler finds the worker's file by exactly this form, with its options written out here; without a bundler it is the file beside this one. */
function startWorker(): Worker {
  return new Worker(new URL('./proof-worker.ts', import.meta.url), {
    // It has no use for secrets, nor for what the programs preload.
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  })
}
