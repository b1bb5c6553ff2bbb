/** Records what the operator decides, as every call is recorded: in the transaction of the change, and also when it fails. */

import type { CallRecord } from '#registry/domain/audit/call-record.ts'
import { createCallRecord } from '#registry/domain/audit/call-record.ts'
import { operatorIdentity } from '#registry/domain/audit/to-user-identity.ts'
import { OperatorError } from '#registry/domain/operator-error.ts'
import type { Parts, Verbs } from '../parts.ts'

interface RecordedVerb {
  group: string
  name: string
  /** The fields of the request that the record keeps. */
  recorded: readonly string[]
}

const operatorSource = 'operator.public-gallery'

/** Runs the verb; its record goes into the first transaction that it makes. */
export async function recordVerb<
  Service extends Parts<'audit' | 'clock' | 'newId'> & Verbs<'transaction'>,
  Result extends object,
>(
  service: Service,
  verb: RecordedVerb,
  request: object,
  run: (service: Service) => Promise<Result>,
): Promise<Result> {
  const record = beginRecord(service, verb, request)
  let isCommitted = false
  const store: Service['store'] = {
    ...service.store,
    transaction: (change) =>
      service.store.transaction(async (tx) => {
        const result = await change(tx)
        if (isCommitted) return result
        await record.commit(tx, noteAccount(record, result))
        tx.afterCommit(() => {
          isCommitted = true
        })
        return result
      }),
  }
  try {
    const result = await run({ ...service, store })
    record.succeed({})
    await service.audit.flush()
    return result
  } catch (error) {
    await record.fail(toRecordedError(error))
    throw error
  }
}

function beginRecord(
  service: Parts<'audit' | 'clock' | 'newId'>,
  verb: RecordedVerb,
  request: object,
): CallRecord {
  const record = createCallRecord({
    audit: service.audit,
    newId: service.newId,
    facts: {
      eventSource: operatorSource,
      eventName: `${toPascalCase(verb.name)}${toPascalCase(verb.group)}`,
      readOnly: false,
      userIdentity: operatorIdentity,
      // Anyone who may open the socket in DATA_DIR is on this machine.
      sourceIPAddress: 'operator.sock',
      userAgent: 'operator',
      requestId: service.newId(),
      at: service.clock(),
    },
    members: {
      request: Object.fromEntries([...verb.recorded, 'accountId'].map((name) => [name, 'value'])),
      response: null,
    },
  })
  record.add(Object.fromEntries(Object.entries(request).map(([name, value]) => [name, toText(value)])))
  noteAccount(record, { accountId: Reflect.get(request, 'account') })
  return record
}

/** The record belongs to the account that the verb is about. */
function noteAccount(record: CallRecord, result: unknown): object {
  const accountId = typeof result === 'object' && result !== null ? Reflect.get(result, 'accountId') : null
  if (typeof accountId === 'string' && /^\d{12}$/.test(accountId)) {
    record.add({ accountId })
    record.about({ ownerAccountId: accountId, arn: null })
  }
  return {}
}

/** Documents are kept as text, as SetRepositoryPolicy takes them. */
function toText(value: unknown): unknown {
  return typeof value === 'object' ? JSON.stringify(value) : value
}

function toPascalCase(name: string): string {
  return name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

function toRecordedError(error: unknown): { code: string; message: string } {
  // What is not meant for the operator's eyes is in the log.
  return error instanceof OperatorError
    ? { code: 'Refused', message: error.message }
    : { code: 'Failed', message: 'The program failed to do that.' }
}
