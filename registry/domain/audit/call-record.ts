/**
 * The record of one call while the call runs: exactly one is left of it, however the call ends. The gallery's reads leave none:
 * they are nobody's act, and would be most of the log.
 */

import type { Transaction } from '#registry/store/verbs.ts'
import type { AuditLog } from './audit-log.ts'
import { type CallFacts, type CallSubject, toAuditEvent } from './audit-record.ts'
import { pickObject } from './pick-members.ts'
import type { RecordedMembers } from './recorded-members.ts'
import { isGalleryIdentity } from './to-user-identity.ts'

export interface CallRecord {
  /** Says what the call is about, once that is known. */
  about(subject: CallSubject): void
  /** Adds the request's parameters, as the client sent them: only what is listed for the operation is kept. */
  add(parameters: object): void
  /** Names the call otherwise than it began: one request of the distribution API may be several steps at once. */
  rename(eventName: string, members: RecordedMembers): void
  /** Writes the record of success in the transaction of the change. */
  commit(tx: Transaction, response: object): Promise<void>
  /** Takes the record of a success that changed nothing lasting, unless there is one already. */
  succeed(response: object): void
  /** Writes the record of a call that did not succeed, and returns when it is on the disk. */
  fail(error: { code: string; message: string }): Promise<void>
}

interface Parts {
  audit: AuditLog
  newId: () => string
  facts: CallFacts
  members: RecordedMembers
}

export function createCallRecord({ audit, newId, facts, members }: Parts): CallRecord {
  let { eventName } = facts
  let recorded = members
  let parameters: object = {}
  let subject: CallSubject = { ownerAccountId: null, arn: null }
  let isWritten = false
  // What the gallery may not do is recorded: somebody else tries it, with a key that leaked.
  const isRecorded = !(facts.readOnly && isGalleryIdentity(facts.userIdentity))

  const toEvent = (response: object | null, error: { code: string; message: string } | null) => {
    const outcome = {
      requestParameters: pickObject(recorded.request, parameters),
      responseElements: response === null ? null : pickObject(recorded.response, response),
      error,
    }
    return toAuditEvent({ ...facts, eventName }, subject, outcome, newId())
  }

  return {
    about(found) {
      subject = found
    },
    add(more) {
      parameters = { ...parameters, ...more }
    },
    rename(name, renamedMembers) {
      eventName = name
      recorded = renamedMembers
    },
    async commit(tx, response) {
      await audit.append(tx, toEvent(response, null))
      tx.afterCommit(() => {
        isWritten = true
      })
    },
    succeed(response) {
      if (isWritten || !isRecorded) return
      isWritten = true
      audit.note(toEvent(response, null))
    },
    async fail(error) {
      if (!isRecorded) return
      // Also where a record of success was written: its transaction was rolled back.
      audit.note(toEvent(null, error))
      await audit.flush()
    },
  }
}
