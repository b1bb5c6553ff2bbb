/** Whether the audit log is as it was written. */

import type { Config } from '#lib/config/config.ts'
import type { AuditLog } from '#registry/domain/audit/audit-log.ts'
import { verifyAuditLog } from '#registry/domain/audit/verify-audit-log.ts'
import { OperatorError } from '#registry/domain/operator-error.ts'
import type { Store } from '#registry/store/open-store.ts'
import type { OperatorCall } from './operator-verb.ts'

const progressIntervalMs = 2_000

export interface WholeAuditLog {
  records: number
  /** How many of them are also in the files. */
  witnessed: number
  /** The newest record, to be noted elsewhere. */
  sequence: number
  sha256: string
}

/**
 * Reads all records, and tells from time to time how far it is.
 * @throws {OperatorError} naming the first record that is not as it was written
 */
export async function requireWholeAuditLog(
  { store, config, audit }: { config: Config; store: Pick<Store, 'audit'>; audit: AuditLog },
  { tell = () => {}, signal }: Partial<OperatorCall> = {},
): Promise<WholeAuditLog> {
  await audit.flush()
  let toldAt = performance.now()
  const { records, witnessed, head, broken } = await verifyAuditLog(store, config.dataDir, {
    ...(signal !== undefined && { signal }),
    report(done, of) {
      if (performance.now() - toldAt < progressIntervalMs) return
      toldAt = performance.now()
      tell(`${done} of ${of} records`)
    },
  })
  if (broken !== null) {
    throw new OperatorError(
      `The audit log is not as it was written. The first record concerned is ${broken.sequence}: ${broken.problem}. The ${records} before it are as they were.`,
    )
  }
  const sha256 = Buffer.from(head.hash).toString('hex')
  return { records, witnessed, sequence: head.sequence, sha256 }
}
