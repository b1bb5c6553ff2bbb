/**
 * The operator API on a Unix socket, `DATA_DIR/operator.sock`, which only the owner of `DATA_DIR` can open. Why a socket:
 * docs/adr/0010-operator-api.md.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { handleOperatorRequest, type OperatorEvent, type OperatorFailure } from './handle-operator-request.ts'
import type { OperatorService } from './operator-verb.ts'

const statusOf: Record<OperatorFailure, number> = {
  InvalidRequest: 400,
  Refused: 409,
  WrongVersion: 426,
  Failed: 500,
}

/**
 * A server that isn't listening yet; `listenForOperator` lets it.
 * @param stopping aborts when the program is about to end: work that takes long is then given up
 */
export function createOperatorServer(service: OperatorService, stopping: AbortSignal): Server {
  return createServer((request, response) => {
    answer(service, request, response, stopping).catch((error: unknown) => {
      service.log.error({ err: error }, 'operator request failed')
      response.destroy()
    })
  })
}

async function answer(
  service: OperatorService,
  request: IncomingMessage,
  response: ServerResponse,
  stopping: AbortSignal,
): Promise<void> {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const send = (event: OperatorEvent) => {
    if (!response.headersSent) {
      const status = 'error' in event ? statusOf[event.error.code] : 200
      response.writeHead(status, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' })
    }
    response.write(`${JSON.stringify(event)}\n`)
  }
  const { method = 'GET', url = '/', headers } = request
  const body = request.iterator({ destroyOnReturn: false })
  const signal = AbortSignal.any([gone.signal, stopping])
  const last = await handleOperatorRequest(service, { method, url, headers, body }, { signal, send })
  if (!gone.signal.aborted) send(last)
  response.end()
}
