/** The thread that reads documents of strangers: one, as they are read beside the pages, and ended when a document is too much for it. */
import { Worker } from 'node:worker_threads'
import { getReadingPool, type WorkerPool } from '#lib/workers/worker-pool.ts'

export function getDocumentPool(): WorkerPool {
  return getReadingPool('document', startWorker)
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
