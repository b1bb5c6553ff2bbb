/** `GET /metrics` in the text format of Prometheus, on an address and port of its own, so that no visitor reaches it. */
import { once } from 'node:events'
import { Server } from 'node:http'
import type { Registry } from 'prom-client'

/**
 * Listens, and keeps no program alive.
 * @throws {Error} when the port is in use or the address is not this machine's
 */
export async function serveMetrics(register: Registry, { host, port }: { host: string; port: number }) {
  // Not createServer: in the gallery's program that is the one with the front door.
  const server = new Server({ requestTimeout: 5_000, headersTimeout: 5_000 }, async (request, response) => {
    if (request.url?.split('?')[0] !== '/metrics') {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Metrics are at /metrics.\n')
      return
    }
    try {
      const body = await register.metrics()
      response.writeHead(200, { 'content-type': register.contentType }).end(body)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      response
        .writeHead(500, { 'content-type': 'text/plain' })
        .end(`A metric could not be read: ${message}\n`)
    }
  })
  server.maxConnections = 20
  server.listen(port, host)
  await once(server, 'listening')
  server.unref()
  return server
}
