/** The thread that reads charts, started by the first of them and ended when one is too much for it. */
import { Worker } from 'node:worker_threads'
import { createWorkerPool, type WorkerPool } from '#lib/workers/worker-pool.ts'

const key = Symbol.for('public-gallery.chart-pool')

/** On `globalThis`, because the framework has several copies of this module. */
export function getChartPool(): WorkerPool {
  const holder = globalThis as { [key]?: WorkerPool }
  holder[key] ??= createWorkerPool({
    start: startWorker,
    size: 1,
    maxWaiting: 20,
    patience: 4,
    idleMs: 10_000,
  })
  return holder[key]
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
