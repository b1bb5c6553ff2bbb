/**
 * Copies the metadata while the registry runs, as of one moment after which everything that was acknowledged before the call is
 * in it. Copying, checking and listing happen in a thread, so that nobody waits.
 */
import { Worker } from 'node:worker_threads'
import type { CopiedMetadata, CopyRequest } from '../metadata.ts'
import { StoreError } from '../store-error.ts'
import { toStoreFailure } from './to-store-failure.ts'

/** What the thread says. */
export type CopyMessage =
  | { pages: number; totalPages: number }
  | { copied: CopiedMetadata }
  | { failed: { code: number | null; message: string } }

/**
 * @throws {StoreError} when it cannot be read or written
 * @throws the signal's reason when it is given up
 */
export async function copyMetadata(
  from: string,
  { to, listTo, signal, onProgress }: CopyRequest,
): Promise<CopiedMetadata> {
  signal.throwIfAborted()
  const worker = new Worker(new URL('copy-thread.ts', import.meta.url), { workerData: { from, to, listTo } })
  const { promise, resolve, reject } = Promise.withResolvers<CopiedMetadata>()
  const giveUp = () => reject(signal.reason)
  signal.addEventListener('abort', giveUp)
  worker.once('error', reject)
  worker.once('exit', () => reject(new StoreError('The thread that copies the metadata has ended.')))
  worker.on('message', (message: CopyMessage) => {
    if ('copied' in message) resolve(message.copied)
    else if ('failed' in message) reject(toFailure(message.failed))
    else onProgress(message.pages, message.totalPages)
  })
  try {
    return await promise
  } finally {
    signal.removeEventListener('abort', giveUp)
    await worker.terminate()
  }
}

function toFailure({ code, message }: { code: number | null; message: string }): unknown {
  const cause = Object.assign(new Error(message), code !== null && { errcode: code })
  return code === null
    ? new StoreError(`The metadata cannot be copied: ${message}`, { cause })
    : toStoreFailure(cause)
}
