/** A gallery whose pages come in pieces, as over a slow connection: what stands between it and a browser. */
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export interface SlowGallery {
  url: string
  stop(): void
}

/**
 * @param pauseMs between two pieces
 * @param pieceLength of a document, in bytes; all else comes whole
 */
export async function startSlowGallery(
  galleryUrl: string,
  { pauseMs, pieceLength }: { pauseMs: number; pieceLength: number },
): Promise<SlowGallery> {
  const server = createServer(async ({ url = '/', headers }, response) => {
    try {
      const answer = await fetch(`${galleryUrl}${url}`, {
        headers: { 'accept-language': headers['accept-language'] ?? '' },
      })
      const type = answer.headers.get('content-type') ?? ''
      response.writeHead(answer.status, { 'content-type': type })
      if (!type.startsWith('text/html')) return response.end(Buffer.from(await answer.arrayBuffer()))
      await sendInPieces(response, Buffer.from(await answer.arrayBuffer()), { pauseMs, pieceLength })
    } catch {
      response.destroy()
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function sendInPieces(
  response: ServerResponse,
  document: Buffer,
  { pauseMs, pieceLength }: { pauseMs: number; pieceLength: number },
): Promise<void> {
  for (let at = 0; at < document.length && !response.destroyed; at += pieceLength) {
    response.write(document.subarray(at, at + pieceLength))
    await sleep(pauseMs)
  }
  response.end()
}
