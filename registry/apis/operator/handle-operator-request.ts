/**
 * The operator API, free of sockets: `POST /operator/<group>/<verb>` takes a JSON object and answers lines of JSON,
 * `{"progress": …}` and `{"part": …}` while it works, and one `{"result": …}` or `{"error": …}` at the end.
 * Anyone who can send a request may do everything; the socket's file decides who can (docs/adr/0010-operator-api.md).
 */
import type { IncomingHttpHeaders } from 'node:http'
import type { Logger } from 'pino'
import { suggestNearest } from '#lib/config/nearest-words.ts'
import { OperatorError } from '#registry/domain/operator-error.ts'
import {
  fullForOperatorMessage,
  isStoreFull,
  StoreError,
  StoreReadOnlyError,
} from '#registry/store/store-error.ts'
import { BodyTooLargeError, readBody } from '#registry/wire/read-body.ts'
import { findVerb, operatorTable } from './operator-table.ts'
import type { OperatorService, OperatorVerb } from './operator-verb.ts'
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

export interface OperatorRequest {
  method: string
  url: string
  headers: IncomingHttpHeaders
  body: AsyncIterable<Uint8Array>
}

/** The way back to the one who asked. */
export interface OperatorChannel {
  /** Aborts when nobody waits any more. */
  signal: AbortSignal
  /** Called for each event but the last. */
  send(event: OperatorEvent): void
}

/** Does what the request asks for, and answers the last event. Never throws; no secret is logged. */
export async function handleOperatorRequest(
  service: OperatorService,
  request: OperatorRequest,
  { signal, send }: OperatorChannel,
): Promise<OperatorEvent> {
  const path = request.url.split('?')[0] ?? '/'
  try {
    // First: a command of another version may ask for what there isn't yet.
    checkVersion(request)
    const verb = requireVerb(request.method, path)
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

function toFailure(
  service: { newId: () => string; log: Logger },
  path: string,
  signal: AbortSignal,
  error: unknown,
) {
  if (error instanceof WrongVersionError) return { code: 'WrongVersion', message: error.message } as const
  if (error instanceof RequestError) return { code: 'InvalidRequest', message: error.message } as const
  if (error instanceof OperatorError) return { code: 'Refused', message: error.message } as const
  if (error instanceof StoreReadOnlyError) return { code: 'Refused', message: error.message } as const
  if (signal.aborted)
    return { code: 'Refused', message: 'The program is stopping; the work was given up.' } as const
  const requestId = service.newId()
  service.log.error({ err: error, requestId, path }, 'operator request failed')
  if (isStoreFull(error)) return { code: 'Refused', message: fullForOperatorMessage } as const
  // Its words are for the operator.
  if (error instanceof StoreError) return { code: 'Refused', message: error.message } as const
  const message = `The program failed to do that. Its log has the cause under request id ${requestId}.`
  return { code: 'Failed', message } as const
}

class WrongVersionError extends Error {}

function checkVersion(request: OperatorRequest): void {
  const wanted = request.headers[versionHeader]
  const version = toOperatorVersion()
  if (wanted === undefined || wanted === version) return
  throw new WrongVersionError(
    `The running program is of another version (${version}) than this command (${wanted}). Restart the program, or run the command of its version.`,
  )
}

function requireVerb(method: string, path: string): OperatorVerb {
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

async function readJson(request: OperatorRequest): Promise<unknown> {
  try {
    const body = await readBody(request, maxBodyBytes)
    return body.length === 0 ? {} : JSON.parse(Buffer.from(body).toString('utf8'))
  } catch (error) {
    if (error instanceof BodyTooLargeError) {
      throw new RequestError(`The request has more than ${maxBodyBytes} bytes.`)
    }
    if (error instanceof SyntaxError) throw new RequestError('The request is not JSON.')
    throw error
  }
}
