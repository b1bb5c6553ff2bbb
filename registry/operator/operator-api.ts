/**
 * The operator API: HTTP over the Unix socket `DATA_DIR/operator.sock`, which only the owner of `DATA_DIR` can open
 * (docs/adr/0010-operator-api.md). `POST /operator/<group>/<verb>` takes a JSON object and answers lines of JSON:
 * `{"progress": …}` and `{"part": …}` while it works, and one `{"result": …}` or `{"error": …}` at the end.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { BodyTooLargeError, readBody } from '#registry/http/read-body.ts'
import type { Service } from '#registry/service.ts'
import { suggestNearest } from './nearest-words.ts'
import { OperatorError } from './operator-error.ts'
import { findVerb, operatorTable } from './operator-table.ts'
import type { OperatorVerb } from './operator-verb.ts'
import { toOperatorVersion } from './operator-version.ts'
import { RequestError } from './request-error.ts'

const maxBodyBytes = 1024 * 1024

/** Names the form of the API that the client knows; without it, any is taken. */
export const versionHeader = 'x-operator-version'

/** Why there is no result. `InvalidRequest`: it was not understood; `Refused`: it cannot be done. */
export type OperatorFailure = 'InvalidRequest' | 'Refused' | 'WrongVersion' | 'Failed'

/** One line of an answer. */
export type OperatorEvent =
  | { progress: string }
  | { part: object }
  | { result: object }
  | { error: { code: OperatorFailure; message: string } }

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
export function createOperatorServer(service: Service, stopping: AbortSignal): Server {
  return createServer((request, response) => {
    answer(service, request, response, stopping).catch((error: unknown) => {
      service.log.error({ err: error }, 'operator request failed')
      response.destroy()
    })
  })
}

async function answer(
  service: Service,
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
  const signal = AbortSignal.any([gone.signal, stopping])
  const last = await run(service, request, { signal, send })
  if (!gone.signal.aborted) send(last)
  response.end()
}

interface Channel {
  signal: AbortSignal
  send(event: OperatorEvent): void
}

async function run(
  service: Service,
  request: IncomingMessage,
  { signal, send }: Channel,
): Promise<OperatorEvent> {
  const path = request.url?.split('?')[0] ?? '/'
  try {
    const verb = requireVerb(request.method, path)
    checkVersion(request)
    const result = await verb.call(service, await readJson(request), {
      signal,
      tell: (progress) => send({ progress }),
      emit: (part) => send({ part }),
    })
    service.log.info({ verb: `${verb.group} ${verb.name}` }, 'operator request')
    return { result }
  } catch (error) {
    return { error: toFailure(service, path, signal, error) }
  }
}

function toFailure(service: Service, path: string, signal: AbortSignal, error: unknown) {
  if (error instanceof WrongVersionError) return { code: 'WrongVersion', message: error.message } as const
  if (error instanceof RequestError) return { code: 'InvalidRequest', message: error.message } as const
  if (error instanceof OperatorError) return { code: 'Refused', message: error.message } as const
  if (signal.aborted)
    return { code: 'Refused', message: 'The program is stopping; the work was given up.' } as const
  const requestId = service.newId()
  service.log.error({ err: error, requestId, path }, 'operator request failed')
  const message = `The program failed to do that. Its log has the cause under request id ${requestId}.`
  return { code: 'Failed', message } as const
}

class WrongVersionError extends Error {}

function checkVersion(request: IncomingMessage): void {
  const wanted = request.headers[versionHeader]
  const version = toOperatorVersion()
  if (wanted === undefined || wanted === version) return
  throw new WrongVersionError(
    `The running program is of another version (${version}) than this command (${wanted}). Restart the program, or run the command of its version.`,
  )
}

function requireVerb(method: string | undefined, path: string): OperatorVerb {
  const [, group = '', name = ''] = /^\/operator\/([^/]+)\/([^/]+)$/.exec(path) ?? []
  const verb = findVerb(group, name)
  if (verb === undefined || method !== 'POST') {
    const known = operatorTable.map((row) => `/operator/${row.group}/${row.name}`)
    throw new RequestError(
      `There is no ${method} ${path}. ${suggestNearest(path, known)}The API is POST /operator/<group>/<verb>.`,
    )
  }
  return verb
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  try {
    const body = await readBody({ headers: request.headers, body: request }, maxBodyBytes)
    return body.length === 0 ? {} : JSON.parse(Buffer.from(body).toString('utf8'))
  } catch (error) {
    if (error instanceof BodyTooLargeError) {
      throw new RequestError(`The request has more than ${maxBodyBytes} bytes.`)
    }
    if (error instanceof SyntaxError) throw new RequestError('The request is not JSON.')
    throw error
  }
}
