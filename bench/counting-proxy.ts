/** A proxy that passes everything on as it comes, and counts it: what one program costs another. */
import { once } from 'node:events'
import { Agent, createServer, request } from 'node:http'

export interface CountingProxy {
  port: number
  /** What went through since this was asked last. */
  take(): { requests: number; answerBytes: number }
  close(): void
}

/** @param toPort of this machine, which is asked for as late as a request comes */
export async function startCountingProxy(toPort: () => number): Promise<CountingProxy> {
  const agent = new Agent({ keepAlive: true })
  let counted = { requests: 0, answerBytes: 0 }
  const server = createServer((incoming, answer) => {
    counted.requests += 1
    const { method, url, headers } = incoming
    const target = { host: '127.0.0.1', port: toPort(), method, path: url, headers, agent }
    const outgoing = request(target, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers)
      response.on('data', (chunk: Buffer) => {
        counted.answerBytes += chunk.length
      })
      response.pipe(answer)
    })
    outgoing.on('error', () => answer.destroy())
    answer.on('close', () => outgoing.destroy())
    incoming.pipe(outgoing)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    take() {
      const taken = counted
      counted = { requests: 0, answerBytes: 0 }
      return taken
    },
    close() {
      server.close()
      server.closeAllConnections()
      agent.destroy()
    },
  }
}
