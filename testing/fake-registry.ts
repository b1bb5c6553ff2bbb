/** A registry that misbehaves as a test says, on a port of its own. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

export interface FakeRegistry {
  origin: string
  host: string
  /** Method and path of every request, in order. */
  requests: string[]
  /** Answers requests from now on. */
  handle: Handler
  close(): void
}

/** Starts one that answers 404. */
export async function startFakeRegistry(): Promise<FakeRegistry> {
  const fake: FakeRegistry = {
    origin: '',
    host: '',
    requests: [],
    handle: (_, response) => response.writeHead(404).end(),
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
  const server = createServer((request, response) => {
    fake.requests.push(`${request.method} ${request.url}`)
    fake.handle(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  fake.host = `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  fake.origin = `http://${fake.host}`
  return fake
}

/** Answers with a status, headers and a body. */
export function answer(
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  body: string | Uint8Array = '',
): void {
  response.writeHead(status, headers).end(body)
}
