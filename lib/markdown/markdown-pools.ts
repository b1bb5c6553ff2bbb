/**
 * The threads that read strangers' texts: those that colour code are apart from the one that parses, so that code which
 * takes its whole deadline, again and again, keeps nobody's text from being read.
 */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { createWorkerPool, type WorkerPool } from '#lib/workers/worker-pool.ts'

interface MarkdownPools {
  parsing: WorkerPool
  colouring: WorkerPool
}

const key = Symbol.for('public-gallery.markdown-pools')

/** Threads are started by the first texts; on `globalThis`, because the framework has several copies of this module. */
export function getMarkdownPools(): MarkdownPools {
  const holder = globalThis as { [key]?: MarkdownPools }
  holder[key] ??= { parsing: open(1), colouring: open(availableParallelism() > 2 ? 2 : 1) }
  return holder[key]
}

function open(size: number): WorkerPool {
  return createWorkerPool({ start: startWorker, size, maxWaiting: 200, patience: 4, idleMs: 30_000 })
}

/** The bundler finds the worker's file by exactly this form, with its options written out here; without a bundler it is the file beside this one. */
function startWorker(): Worker {
  return new Worker(new URL('./markdown-worker.ts', import.meta.url), {
    // It has no use for secrets, nor for what the programs preload.
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  })
}
