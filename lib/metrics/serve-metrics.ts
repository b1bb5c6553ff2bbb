/**
 * `GET /metrics` in the text format of Prometheus, on an address and port of its own, so that no visitor reaches it; and beside it what else
 * is for the operator alone.
 */
import { once } from 'node:events'
import { Server } from 'node:http'
import type { Registry } from 'prom-client'

export interface OperatorPage {
  contentType: string
  read(): Promise<string>
}

/**
 * Listens, and keeps no program alive.
 * @throws {Error} when the port is in use or the address is not this machine's
 */
export async function serveMetrics(
  register: Registry,
  { host, port, pages = {} }: { host: string; port: number; pages?: Record<string, OperatorPage> },
) {
  const served: Record<string, OperatorPage> = {
    ...pages,
    '/metrics': { contentType: register.contentType, read: () => register.metrics() },
  }
  // Not createServer: in the gallery's program that is the one with the front door.
  const server = new Server({ requestTimeout: 5_000, headersTimeout: 5_000 }, async (request, response) => {
    const path = request.url?.split('?')[0] ?? ''
    const page = Object.hasOwn(served, path) ? served[path] : undefined
    if (page === undefined) {
      const known = Object.keys(served).join(', ')
      response.writeHead(404, { 'content-type': 'text/plain' }).end(`What there is: ${known}\n`)
      return
    }
    try {
      const body = await page.read()
      response
        .writeHead(200, { 'content-type': page.contentType, 'x-content-type-options': 'nosniff' })
        .end(body)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      response.writeHead(500, { 'content-type': 'text/plain' }).end(`This could not be read: ${message}\n`)
    }
  })
  server.maxConnections = 20
  server.listen(port, host)
  await once(server, 'listening')
  server.unref()
  return server
}
