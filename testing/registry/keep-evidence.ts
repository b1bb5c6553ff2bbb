/** Keeps the audit log and the secrets of a test's service, for the last step of `npm test`. */
import { isEvidenceKept, keepLogLine, keepSecret } from '#lib/config/test-evidence.ts'
import { openSecret } from '#registry/domain/access/sealed-secret.ts'
import type { Keys } from '#registry/store/keys.ts'
import type { Store } from '#registry/store/open-store.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'

export async function keepEvidence(store: Store, keys: Keys): Promise<void> {
  if (!isEvidenceKept) return
  const db = databaseOf(store)
  const records = await db.selectFrom('audit_event').select('record').execute()
  for (const { record } of records) keepLogLine(record)
  const sealed = await db.selectFrom('access_key').select('secret_sealed').execute()
  for (const { secret_sealed } of sealed) {
    try {
      keepSecret(openSecret(keys, secret_sealed))
    } catch {
      // A test may have put there what no key opens.
    }
  }
}
