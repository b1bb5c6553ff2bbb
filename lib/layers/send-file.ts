/**
 * One file of a layer on its way from a thread to who asked for it, piece by piece and no faster than it is taken: so many pieces are on
 * the way as there were words for. The last one waits until the content is known to be what it was.
 */
import { once } from 'node:events'
import type { MessagePort } from 'node:worker_threads'
import type { LayerTable } from './layer-table.ts'
import { readLayerFile } from './read-layer-file.ts'

const more = 'more'
/** The word after the last piece. */
const end = 'end'
const maxOnTheWay = 4

/**
 * In the thread: reads the file and gives it to the port.
 * @throws {Error} as `readLayerFile` does, and when nobody takes it any more
 */
export async function sendFile(
  source: AsyncIterable<Uint8Array>,
  file: { table: LayerTable; path: string },
  port: MessagePort,
): Promise<void> {
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let words = 0
  let isGone = false
  let wake = () => {}
  port.on('message', () => {
    words++
    wake()
  })
  port.on('close', () => {
    isGone = true
    wake()
  })
  const sendUntil = async (left: number) => {
    while (pieces.length > left) {
      if (isGone) throw new Error('Nobody takes the file any more.')
      const piece = words > 0 ? pieces.shift() : undefined
      if (piece === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
        continue
      }
      words--
      port.postMessage(piece, [piece.buffer])
    }
  }
  try {
    await readLayerFile(source, file, {
      // A copy, as the piece is part of a larger chunk.
      take: (piece) => pieces.push(new Uint8Array(piece)),
      settle: () => sendUntil(1),
    })
    await sendUntil(0)
    port.postMessage(end)
  } finally {
    port.close()
  }
}

/**
 * On the other side: what comes. Who does not go on for `stallMs` gives up his place to others.
 * @throws {Error} when it does not come to its end
 */
export async function* receiveFile(
  port: MessagePort,
  { stallMs }: { stallMs: number },
): AsyncGenerator<Uint8Array> {
  const come: unknown[] = []
  let isClosed = false
  let wake = () => {}
  port.on('message', (message) => {
    come.push(message)
    wake()
  })
  port.on('close', () => {
    isClosed = true
    wake()
  })
  try {
    for (let word = 0; word < maxOnTheWay; word++) port.postMessage(more)
    for (;;) {
      const next = come.shift()
      if (next === end) return
      if (next instanceof Uint8Array) {
        const stalled = setTimeout(() => port.close(), stallMs)
        yield next
        clearTimeout(stalled)
        port.postMessage(more)
      } else if (isClosed) throw new Error('The file did not come to its end.')
      else {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    }
  } finally {
    if (!isClosed) {
      port.close()
      await once(port, 'close')
    }
  }
}
