/** Calls a verb wherever the store is: in the program that runs on it, or in this one when none does. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '#lib/config/config.ts'
import type { OperatorCall, OperatorVerb } from '#registry/apis/operator/operator-verb.ts'
import { OperatorError } from '#registry/domain/operator-error.ts'
import { openLog } from '../open-log.ts'
import { StoreLockedError } from '../store/hold-lock.ts'
import { callRunningProgram, NotRunningError } from './call-running-program.ts'
import { UnreachableError } from './unreachable-error.ts'
import { withService } from './with-service.ts'

/** Another command may have the store for a moment, and a program that starts listens a moment after it has it. */
const attempts = 50
const pauseMs = 100

/**
 * The verb's result.
 * @throws {UnreachableError} when a program has the store and doesn't listen for the operator
 * @throws {OperatorError} when it cannot be done
 */
export async function callVerb(
  config: Config,
  verb: OperatorVerb,
  input: object,
  call: OperatorCall,
): Promise<object> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      // Programs on a database listen for nobody: this one works on it beside them.
      if (config.databaseUrl === null) return await callRunningProgram(config.dataDir, verb, input, call)
    } catch (error) {
      if (!(error instanceof NotRunningError)) throw error
    }
    try {
      if (verb.callOffline !== null) {
        const parts = { clock: () => new Date(), newId: randomUUID, log: openLog(config) }
        return await verb.callOffline(config, input, parts)
      }
      return await withService(config, (service) => verb.call(service, input, call))
    } catch (error) {
      if (!(error instanceof StoreLockedError)) throw error
      if (attempt === attempts) throw toNotListening(error)
    }
    await sleep(pauseMs, undefined, { signal: call.signal })
  }
}

/** @throws {OperatorError} for what is about the file that the metadata is in, where it is in a database */
export function requireEngine({ databaseUrl }: Config, verb: OperatorVerb): void {
  if (databaseUrl === null || verb.withoutDatabase === null) return
  throw new OperatorError(
    `With DATABASE_URL there is no \`${verb.group} ${verb.name}\`: ${verb.withoutDatabase}`,
  )
}

function toNotListening(error: StoreLockedError): UnreachableError {
  return new UnreachableError(
    `${error.message}\nThat process does not listen for the operator: it may be of an older version, or its log says why it cannot.`,
    { cause: error },
  )
}
