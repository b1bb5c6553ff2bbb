/** The thread that reads documents of strangers: one, as they are read beside the pages, and ended when a document is too much for it. */
import { Worker } from 'node:worker_threads'
import { createWorkerPool, type WorkerPool } from '#lib/workers/worker-pool.ts'

const key = Symbol.for('public-gallery.document-pool')

/** Started by the first document; on `globalThis`, because the framework has several copies of this module. */
export function getDocumentPool(): WorkerPool {
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
  return new Worker(new URL('./document-worker.ts', import.meta.url), {
    // It has no use for secrets, nor for what the programs preload.
    env: {},
    execArgv: [],
    // A document of 32 MB with as many small members as fit takes less.
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  })
}
