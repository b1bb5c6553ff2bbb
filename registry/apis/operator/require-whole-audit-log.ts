/** Whether the audit log is as it was written. */

import type { Config } from '#lib/config/config.ts'
import type { AuditLog } from '#registry/domain/audit/audit-log.ts'
import { verifyAuditLog } from '#registry/domain/audit/verify-audit-log.ts'
import { OperatorError } from '#registry/domain/operator-error.ts'
import type { Store } from '#registry/store/open-store.ts'

export interface WholeAuditLog {
  records: number
  /** How many of them are also in the files. */
  witnessed: number
  /** The newest record, to be noted elsewhere. */
  sequence: number
  sha256: string
}

/** @throws {OperatorError} naming the first record that is not as it was written */
export async function requireWholeAuditLog(
  { store, config, audit }: { config: Config; store: Pick<Store, 'audit'>; audit: AuditLog },
  signal?: AbortSignal,
): Promise<WholeAuditLog> {
  await audit.flush()
  const { records, witnessed, head, broken } = await verifyAuditLog(store, config.dataDir, signal)
  if (broken !== null) {
    throw new OperatorError(
      `The audit log is not as it was written. The first record concerned is ${broken.sequence}: ${broken.problem}. The ${records} before it are as they were.`,
    )
  }
  const sha256 = Buffer.from(head.hash).toString('hex')
  return { records, witnessed, sequence: head.sequence, sha256 }
}
