/** The audit log: a chain of records, added to in the transaction of what they tell of. */

import type { Kysely, SelectQueryBuilder } from 'kysely'
import { outOfPlaceMessage, toChainHash } from '../chain-hash.ts'
import type { AuditEvent, AuditFilter, ChainLink, FoundEvent } from '../entities.ts'
import type { AuditWrites } from '../verbs.ts'
import { type DialectWords, inWordsOf } from './dialect-words.ts'
import type { Database } from './schema.ts'
import { toStatement } from './statement.ts'

export function createAuditVerbs(db: Kysely<Database>, words: DialectWords): AuditWrites {
  return {
    async append(events, known = null) {
      const atTheEnd = appendAtTheEnd(words)
      if (atTheEnd !== null) {
        for (const event of events) {
          await db.executeQuery(atTheEnd(...toColumns(event), event.record, toHashed(event.record)))
        }
        return null
      }
      let head = known ?? (await this.getHead())
      for (const [at, event] of events.entries()) {
        try {
          head = await insertBehind(db, head, event)
        } catch (error) {
          // The store takes a record only behind the last one, so that what was known and is no longer true shows here.
          if (at > 0 || known === null || !isOutOfPlace(error)) throw error
          head = await insertBehind(db, await this.getHead(), event)
        }
      }
      return head
    },
    async getHead() {
      const { rows } = await db.executeQuery<ChainLink>(selectHead())
      return rows[0] ?? this.getAnchor()
    },
    async getAnchor() {
      return db.selectFrom('audit_anchor').select(['sequence', 'hash']).executeTakeFirstOrThrow()
    },
    async hasLink(link) {
      const found = await db
        .selectFrom('audit_event')
        .select('sequence')
        .where('sequence', '=', link.sequence)
        .where('hash', '=', link.hash)
        .executeTakeFirst()
      return found !== undefined
    },
    async hasRecent(eventIds) {
      const { sequence } = await this.getHead()
      const found = await db
        .selectFrom('audit_event')
        .select('sequence')
        .where('sequence', '>', sequence - windowSize)
        .where('event_id', 'in', [...eventIds])
        .limit(1)
        .executeTakeFirst()
      return found !== undefined
    },
    async find(filter, { before, limit }) {
      const oldest = before - windowSize
      const columns = isByCaller(filter)
        ? (['account_id'] as const)
        : (['account_id', 'owner_account_id'] as const)
      const pages = await Promise.all(
        columns.map((column) =>
          select(db, filter)
            .where(column, '=', filter.accountId)
            .where('sequence', '<', before)
            .where('sequence', '>=', oldest)
            .orderBy('sequence', 'desc')
            .limit(limit)
            .execute(),
        ),
      )
      const rows = pages.flat().sort((a, b) => b.sequence - a.sequence)
      const events = rows.slice(0, limit).map((row) => toFoundEvent(row, filter.accountId))
      const lookedTo = rows.length >= limit ? (events.at(-1)?.sequence ?? oldest) : oldest
      return { events, before: (await hasOlder(db, lookedTo)) ? lookedTo : null }
    },
    async list(after, limit = pageSize) {
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
    },
    async prune(second) {
      const [oldest, newest] = await Promise.all([
        db.selectFrom('audit_event').select('sequence').orderBy('sequence').limit(1).executeTakeFirst(),
        db
          .selectFrom('audit_event')
          .select('sequence')
          .orderBy('sequence', 'desc')
          .limit(1)
          .executeTakeFirst(),
      ])
      if (oldest === undefined || newest === undefined) return 0
      // The first that has to stay ends it, so that a clock that went back leaves no gap.
      const firstKept = await db
        .selectFrom('audit_event')
        .select('sequence')
        .where('event_second', '>=', second)
        .where('sequence', '<', oldest.sequence + batchSize)
        .orderBy('sequence')
        .limit(1)
        .executeTakeFirst()
      const end = Math.min(firstKept?.sequence ?? oldest.sequence + batchSize, newest.sequence)
      const anchor = await db
        .selectFrom('audit_event')
        .select(['sequence', 'hash'])
        .where('sequence', '=', end - 1)
        .executeTakeFirst()
      if (anchor === undefined) return 0
      await db.updateTable('audit_anchor').set(anchor).execute()
      const removed = await db
        .deleteFrom('audit_event')
        .where('sequence', '<=', anchor.sequence)
        .executeTakeFirst()
      return Number(removed.numDeletedRows)
    },
  }
}

// Built once, not for each record: the busiest writer is a push, and half of its time would go into building.
const selectHead = toStatement('SELECT sequence, hash FROM audit_event ORDER BY sequence DESC LIMIT 1')

const insert =
  toStatement(`INSERT INTO audit_event (sequence, event_id, event_second, event_source, event_name, read_only, account_id,
  owner_account_id, user_name, access_key_id, resource_name, hash, record) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
  $11, $12, $13)`)

const appendAtTheEnd = inWordsOf(({ appendAuditEvent }) =>
  appendAuditEvent === null ? null : toStatement(appendAuditEvent, 'postponed'),
)

async function insertBehind(tx: Kysely<Database>, before: ChainLink, event: AuditEvent): Promise<ChainLink> {
  const link = { sequence: before.sequence + 1, hash: toChainHash(before.hash, event.record) }
  await tx.executeQuery(insert(link.sequence, ...toColumns(event), link.hash, event.record))
  return link
}

/** By which records are looked up. */
function toColumns(event: AuditEvent): unknown[] {
  return [
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
  ]
}

/** The record's own bytes, where an engine may store others for it; null for all but very few. */
function toHashed(record: string): Uint8Array | null {
  return /[\0\u{10ffff}]/u.test(record) ? Buffer.from(record) : null
}

function isOutOfPlace(error: unknown): boolean {
  return error instanceof Error && error.message.includes(outOfPlaceMessage)
}

/** How many places of the chain one query looks at, so that a rare record holds nobody up for long. */
const windowSize = 100_000

/** An account that asks for a name or a key of another one's caller must not learn from the answer that they fit. */
function isByCaller({ reader, userName, accessKeyId }: AuditFilter): boolean {
  return reader === 'account' && (userName !== undefined || accessKeyId !== undefined)
}

function select(db: Kysely<Database>, filter: AuditFilter) {
  const query = db
    .selectFrom('audit_event')
    .select(['sequence', 'event_id', 'event_second', 'event_source', 'event_name', 'read_only'])
    .select(['user_name', 'access_key_id', 'resource_name', 'account_id', 'record'])
  const equals = {
    event_id: filter.eventId,
    event_name: filter.eventName,
    event_source: filter.eventSource,
    read_only: filter.readOnly === undefined ? undefined : Number(filter.readOnly),
    user_name: filter.userName,
    access_key_id: filter.accessKeyId,
    resource_name: filter.resourceName,
  } as const
  let filtered = query
  for (const [column, value] of Object.entries(equals)) {
    if (value !== undefined) filtered = filtered.where(column as keyof typeof equals, '=', value)
  }
  if (filter.hasResource) filtered = filtered.where('resource_name', 'is not', null)
  return withinTime(filtered, filter)
}

function withinTime<Row>(query: SelectQueryBuilder<Database, 'audit_event', Row>, filter: AuditFilter) {
  const { fromSecond, toSecond } = filter
  const started = fromSecond === undefined ? query : query.where('event_second', '>=', fromSecond)
  return toSecond === undefined ? started : started.where('event_second', '<=', toSecond)
}

async function hasOlder(db: Kysely<Database>, sequence: number): Promise<boolean> {
  const older = await db
    .selectFrom('audit_event')
    .select('sequence')
    .where('sequence', '<', sequence)
    .limit(1)
    .executeTakeFirst()
  return older !== undefined
}

function toFoundEvent(
  row: Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number],
  accountId: string,
): FoundEvent {
  return {
    sequence: row.sequence,
    eventId: row.event_id,
    eventSecond: row.event_second,
    eventSource: row.event_source,
    eventName: row.event_name,
    readOnly: row.read_only === 1,
    userName: row.user_name,
    accessKeyId: row.access_key_id,
    resourceName: row.resource_name,
    isOthers: row.account_id !== accountId,
    record: row.record,
  }
}

const pageSize = 1000

/** At once, so that no change waits long for it; the rest goes the next time. */
const batchSize = 1_000
