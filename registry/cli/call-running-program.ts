/** Sends a verb to the program that runs on a `DATA_DIR`, over its operator API. */
import { type IncomingMessage, request } from 'node:http'
import { createInterface } from 'node:readline'
import {
  type OperatorEvent,
  type OperatorFailure,
  versionHeader,
} from '#registry/apis/operator/handle-operator-request.ts'
import { toSocketPath } from '#registry/apis/operator/listen-for-operator.ts'
import type { OperatorCall, OperatorVerb } from '#registry/apis/operator/operator-verb.ts'
import { toOperatorVersion } from '#registry/apis/operator/operator-version.ts'
import { RequestError } from '#registry/apis/operator/request-error.ts'
import { OperatorError } from '#registry/domain/operator-error.ts'
import { UnreachableError } from './unreachable-error.ts'

/** No program listens there. */
export class NotRunningError extends UnreachableError {
  override name = 'NotRunningError'
}

/**
 * Calls the verb and answers its result.
 * @throws {NotRunningError} when no program listens; nothing was done then
 * @throws {UnreachableError} when it is of another version, failed or went away
 * @throws {OperatorError} when it refuses
 */
export async function callRunningProgram(
  dataDir: string,
  verb: OperatorVerb,
  input: object,
  call: OperatorCall,
): Promise<object> {
  const response = await send(dataDir, verb, input, call.signal)
  for await (const line of createInterface({ input: response })) {
    const event: OperatorEvent = JSON.parse(line)
    if ('progress' in event) call.tell(event.progress)
    else if ('part' in event) call.emit(event.part)
    else if ('result' in event) return event.result
    else throw toError(event.error)
  }
  call.signal.throwIfAborted()
  throw new UnreachableError('The running program went away before it answered. Look at its log.')
}

function toError({ code, message }: { code: OperatorFailure; message: string }): Error {
  switch (code) {
    case 'InvalidRequest':
      return new RequestError(message)
    case 'Refused':
      return new OperatorError(message)
    case 'WrongVersion':
    case 'Failed':
      return new UnreachableError(message)
  }
}

async function send(
  dataDir: string,
  verb: OperatorVerb,
  input: object,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const socketPath = toSocketPath(dataDir)
  if (socketPath === null) throw new NotRunningError(`The path of ${dataDir} is too long for a socket in it.`)
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const outgoing = request({
    socketPath,
    method: 'POST',
    path: `/operator/${verb.group}/${verb.name}`,
    headers: { host: 'operator', 'content-type': 'application/json', [versionHeader]: toOperatorVersion() },
    signal,
  })
  outgoing.once('response', resolve).once('error', reject).end(JSON.stringify(input))
  try {
    return await promise
  } catch (error) {
    signal.throwIfAborted()
    throw toConnectionError(socketPath, error)
  }
}

function toConnectionError(socketPath: string, error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  switch (code) {
    case 'ENOENT':
    case 'ECONNREFUSED':
      return new NotRunningError('No program listens for the operator.', { cause: error })
    case 'EACCES':
      return new UnreachableError(
        `This user may not open ${socketPath}. Run the command as the user that the registry runs as.`,
        { cause: error },
      )
    default:
      return new UnreachableError('The running program went away before it answered. Look at its log.', {
        cause: error,
      })
  }
}
