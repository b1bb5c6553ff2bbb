/** What runs in a worker thread: reading the archive of one chart. */
import { parentPort } from 'node:worker_threads'
import { readyMessage, type WorkerAnswer } from '#lib/workers/worker-pool.ts'
import { readChart } from './read-chart.ts'

function answer(bytes: Uint8Array): WorkerAnswer {
  try {
    return { text: JSON.stringify(readChart(bytes)) }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}

parentPort?.on('message', (bytes: Uint8Array) => parentPort?.postMessage(answer(bytes)))
parentPort?.postMessage(readyMessage)
