/** Adds records at the end of the audit log, in the transaction of what they tell of. */
import { CompiledQuery, type Kysely } from 'kysely'
import type { Database } from '../schema.ts'
import { toChainHash } from './chain-hash.ts'

/** What is stored of a record beside its place in the chain. */
export interface AuditEvent {
  eventId: string
  /** Seconds since 1970. */
  eventSecond: number
  eventSource: string
  eventName: string
  readOnly: boolean
  /** Null when it is the operator's affair alone. */
  accountId: string | null
  /** Null unless the registry is another account's. */
  ownerAccountId: string | null
  userName: string | null
  accessKeyId: string | null
  resourceName: string | null
  /** JSON. */
  record: string
}

/** A place in the chain. */
export interface ChainLink {
  sequence: number
  hash: Uint8Array
}

// Not built anew for each record: the busiest writer is a push, and half of its time would go into building.
const selectHead = `SELECT sequence, hash FROM audit_event ORDER BY sequence DESC LIMIT 1`
const insert = `INSERT INTO audit_event (sequence, event_id, event_second, event_source, event_name, read_only, account_id,
  owner_account_id, user_name, access_key_id, resource_name, hash, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

/** Adds the records in their order; returns the last place in the chain. */
export async function appendAuditEvents(
  tx: Kysely<Database>,
  events: readonly AuditEvent[],
): Promise<ChainLink> {
  let head = await getChainHead(tx)
  for (const event of events) {
    head = { sequence: head.sequence + 1, hash: toChainHash(head.hash, event.record) }
    await tx.executeQuery(
      CompiledQuery.raw(insert, [
        head.sequence,
        event.eventId,
        event.eventSecond,
        event.eventSource,
        event.eventName,
        event.readOnly ? 1 : 0,
        event.accountId,
        event.ownerAccountId,
        event.userName,
        event.accessKeyId,
        event.resourceName,
        head.hash,
        event.record,
      ]),
    )
  }
  return head
}

/** The last place in the chain: that of the newest record, or the anchor where there is none. */
export async function getChainHead(db: Kysely<Database>): Promise<ChainLink> {
  const { rows } = await db.executeQuery<ChainLink>(CompiledQuery.raw(selectHead))
  return rows[0] ?? getAnchor(db)
}

/** The last record that was removed for its age; the sequence is 0 when none was. */
export async function getAnchor(db: Kysely<Database>): Promise<ChainLink> {
  return db.selectFrom('audit_anchor').select(['sequence', 'hash']).executeTakeFirstOrThrow()
}

/** Whether the transaction that put this link into the chain was committed. */
export async function hasChainLink(db: Kysely<Database>, link: ChainLink): Promise<boolean> {
  const found = await db
    .selectFrom('audit_event')
    .select('sequence')
    .where('sequence', '=', link.sequence)
    .where('hash', '=', link.hash)
    .executeTakeFirst()
  return found !== undefined
}
