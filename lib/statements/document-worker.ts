/** What runs in a worker thread: reading one document that is attached to an image. */
import { parentPort } from 'node:worker_threads'
import { readyMessage, type WorkerAnswer } from '#lib/workers/worker-pool.ts'
import { writeDocument } from './document-head.ts'
import { readDocument } from './read-document.ts'

function answer(bytes: Uint8Array): WorkerAnswer {
  try {
    return { text: writeDocument(readDocument(bytes)) }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}

parentPort?.on('message', (bytes: Uint8Array) => parentPort?.postMessage(answer(bytes)))
parentPort?.postMessage(readyMessage)
