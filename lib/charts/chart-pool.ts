/** The thread that reads charts, started by the first of them and ended when one is too much for it. */
import { Worker } from 'node:worker_threads'
import { getReadingPool, type WorkerPool } from '#lib/workers/worker-pool.ts'

export function getChartPool(): WorkerPool {
  return getReadingPool('chart', startWorker)
}

/** The bundler finds the worker's file by exactly this form, with its options written out here; without a bundler it is the file beside this one. */
function startWorker(): Worker {
  return new Worker(new URL('./chart-worker.ts', import.meta.url), {
    // It has no use for secrets, nor for what the programs preload.
    env: {},
    execArgv: [],
    // Unpacked a chart has 32 MB at most, and its values a small part of that.
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  })
}
