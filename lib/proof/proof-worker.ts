/** What runs in the thread of proofs: one piece of evidence is judged. */
import { parentPort } from 'node:worker_threads'
import { readyMessage, type WorkerAnswer } from '#lib/workers/worker-pool.ts'
import type { JudgeRequest } from './evidence.ts'
import { judgeEvidence } from './judge-evidence.ts'

function answer(request: JudgeRequest): WorkerAnswer {
  try {
    return { text: JSON.stringify(judgeEvidence(request)) }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}

parentPort?.on('message', (request: JudgeRequest) => parentPort?.postMessage(answer(request)))
parentPort?.postMessage(readyMessage)
