/** Adds records at the end of the audit log, in the transaction of what they tell of. */
import { CompiledQuery, type Kysely } from 'kysely'
import { outOfPlaceMessage } from '../migrations/0007-audit.ts'
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

/**
 * Adds the records in their order; returns the last place in the chain.
 * @param known where the chain ended when it was last added to; it may have been rolled back since
 */
export async function appendAuditEvents(
  tx: Kysely<Database>,
  events: readonly AuditEvent[],
  known: ChainLink | null = null,
): Promise<ChainLink> {
  let head = known ?? (await getChainHead(tx))
  for (const [at, event] of events.entries()) {
    try {
      head = await insertBehind(tx, head, event)
    } catch (error) {
      // The store takes a record only behind the last one, so that what was known and is no longer true shows here.
      if (at > 0 || known === null || !isOutOfPlace(error)) throw error
      head = await insertBehind(tx, await getChainHead(tx), event)
    }
  }
  return head
}

async function insertBehind(tx: Kysely<Database>, before: ChainLink, event: AuditEvent): Promise<ChainLink> {
  const link = { sequence: before.sequence + 1, hash: toChainHash(before.hash, event.record) }
  await tx.executeQuery(
    CompiledQuery.raw(insert, [
      link.sequence,
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
      link.hash,
      event.record,
    ]),
  )
  return link
}

function isOutOfPlace(error: unknown): boolean {
  return error instanceof Error && error.message.includes(outOfPlaceMessage)
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
