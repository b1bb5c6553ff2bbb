/**
 * The threads of layers: one reads them and puts them together, one opens single files, two give single files whole, and one answers visitors
 * about what was read, who wait for none of the others. What takes more time of a processor or more memory than it may is ended.
 */
import { Worker } from 'node:worker_threads'
import { createWorkerPool, type WorkerPool, type WorkResult } from '#lib/workers/worker-pool.ts'
import type { LayerRequest } from './layer-request.ts'

interface LayerPools {
  reading: WorkerPool
  opening: WorkerPool
  sending: WorkerPool
  asking: WorkerPool
}

const key = Symbol.for('public-gallery.layer-pools')

/** A gigabyte takes some fifteen seconds of a processor; what is answered takes a tenth of one. */
const limits: Record<keyof LayerPools, { deadlineMs: number; waitMs: number }> = {
  reading: { deadlineMs: 150_000, waitMs: 600_000 },
  opening: { deadlineMs: 150_000, waitMs: 60_000 },
  sending: { deadlineMs: 150_000, waitMs: 10_000 },
  asking: { deadlineMs: 4_000, waitMs: 3_000 },
}

const poolOf: Record<LayerRequest['kind'], keyof LayerPools> = {
  read: 'reading',
  merge: 'reading',
  describe: 'reading',
  preview: 'opening',
  send: 'sending',
  find: 'asking',
  list: 'asking',
  compare: 'asking',
}

/**
 * Has a request answered by its thread.
 * @throws as `WorkerPool.run` does
 */
export function askLayerThread(request: LayerRequest, signal?: AbortSignal): Promise<WorkResult> {
  const name = poolOf[request.kind]
  const transfer = request.kind === 'send' ? [request.port] : []
  return getPools()[name].run(request, { ...limits[name], transfer, ...(signal && { signal }) })
}

/** Ends all threads. */
export async function closeLayerThreads(): Promise<void> {
  const holder = globalThis as { [key]?: LayerPools }
  const pools = holder[key]
  delete holder[key]
  await Promise.all(Object.values(pools ?? {}).map((pool: WorkerPool) => pool.close()))
}

/** Started by the first request; on `globalThis`, because the framework has several copies of this module. */
function getPools(): LayerPools {
  const holder = globalThis as { [key]?: LayerPools }
  holder[key] ??= { reading: open(20), opening: open(8), sending: open(4, 2), asking: open(100) }
  return holder[key]
}

function open(maxWaiting: number, size = 1): WorkerPool {
  return createWorkerPool({ start: startWorker, size, maxWaiting, patience: 4, idleMs: 10_000 })
}

/** The bundler finds the worker's file by exactly this form, with its options written out here; without a bundler it is the file beside this one. */
function startWorker(): Worker {
  return new Worker(new URL('./layer-worker.ts', import.meta.url), {
    // It has no use for secrets but those that a request names, nor for what the programs preload.
    env: {},
    execArgv: [],
    // Trees of as many files as are read take less; a small nursery keeps what is read from piling up.
    resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 8 },
  })
}
