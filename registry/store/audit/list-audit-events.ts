/** Reads the audit log in the order of the chain. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'
import type { AuditEvent } from './append-audit-events.ts'

const pageSize = 1000

export interface ChainedEvent extends AuditEvent {
  sequence: number
  hash: Uint8Array
}

/** The records behind `after`, oldest first, at most 1,000 of them. */
export async function listAuditEvents(
  db: Kysely<Database>,
  after: number,
  limit: number = pageSize,
): Promise<ChainedEvent[]> {
  const rows = await db
    .selectFrom('audit_event')
    .selectAll()
    .where('sequence', '>', after)
    .orderBy('sequence')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    sequence: row.sequence,
    eventId: row.event_id,
    eventSecond: row.event_second,
    eventSource: row.event_source,
    eventName: row.event_name,
    readOnly: row.read_only === 1,
    accountId: row.account_id,
    ownerAccountId: row.owner_account_id,
    userName: row.user_name,
    accessKeyId: row.access_key_id,
    resourceName: row.resource_name,
    hash: row.hash,
    record: row.record,
  }))
}
