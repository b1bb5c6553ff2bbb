/** The one pool of threads that read strangers' texts. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { createWorkerPool, type WorkerPool } from './worker-pool.ts'

const key = Symbol.for('public-gallery.markdown-pool')

/** Started by the first text; on `globalThis`, because the framework has several copies of this module. */
export function getMarkdownPool(): WorkerPool {
  const holder = globalThis as { [key]?: WorkerPool }
  holder[key] ??= createWorkerPool({
    start: startWorker,
    size: Math.min(2, availableParallelism()),
    maxWaiting: 200,
    patience: 4,
    idleMs: 120_000,
  })
  return holder[key]
}

/** The bundler finds the worker's file by exactly this form, and without a bundler it is the file beside this one. */
function startWorker(): Worker {
  return new Worker(new URL('./markdown-worker.ts', import.meta.url), {
    // It has no use for secrets, nor for what the programs preload.
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  })
}
