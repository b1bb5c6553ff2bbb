/** Opens one file of a layer for who wants all of it; a thread reads it, and this one only hands it on. */
import { MessageChannel } from 'node:worker_threads'
import { z } from 'zod'
import { askLayerThread } from './layer-pools.ts'
import type { LayerBlob } from './layer-request.ts'
import { receiveFile } from './send-file.ts'

/** Who takes nothing for so long holds a thread that others wait for. */
const stallMs = 15_000

const foundFile = z.object({ sizeBytes: z.number() }).nullable()

/** Its size; null where the layer has no such file. @throws as `WorkerPool.run` does */
export async function findFileSize(table: Uint8Array, path: string): Promise<number | null> {
  const { text } = await askLayerThread({ kind: 'find', table, path })
  return foundFile.parse(JSON.parse(text))?.sizeBytes ?? null
}

/**
 * Opens it; waits for its first piece, so that what cannot be read is told before.
 * @throws as `WorkerPool.run` does; the content also while it is read, before its last piece when it is not what it was
 */
export async function openFile(
  file: { blob: LayerBlob; table: Uint8Array; path: string },
  options = { stallMs },
): Promise<AsyncGenerator<Uint8Array>> {
  const { port1, port2 } = new MessageChannel()
  const sent = askLayerThread({ kind: 'send', ...file, port: port2 })
  // Of a request that no thread has taken, it is still here.
  sent.catch(() => port2.close())
  const content = receiveFile(port1, options)
  const next = () =>
    content.next().catch(async (error: unknown) => {
      // The thread knows why.
      await sent
      throw error
    })
  return goOn(await next(), next, content)
}

async function* goOn(
  first: IteratorResult<Uint8Array>,
  next: () => Promise<IteratorResult<Uint8Array>>,
  content: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    for (let come = first; !come.done; come = await next()) yield come.value
  } finally {
    await content.return(undefined)
  }
}
