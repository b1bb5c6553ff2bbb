/** Looks records of one account up, the newest first. */
import type { Kysely, SelectQueryBuilder } from 'kysely'
import type { Database } from '../schema.ts'

/** How many places of the chain one query looks at, so that a rare record holds nobody up for long. */
const windowSize = 100_000

export interface AuditFilter {
  accountId: string
  /** Who looks: an account, which finds what others did in its registry only by what it is shown of that, or the operator. */
  reader: 'account' | 'operator'
  eventId?: string
  eventName?: string
  eventSource?: string
  readOnly?: boolean
  userName?: string
  accessKeyId?: string
  resourceName?: string
  /** Only records about a repository. */
  hasResource?: true
  /** Seconds since 1970, both included. */
  fromSecond?: number
  toSecond?: number
}

export interface FoundEvent {
  sequence: number
  eventId: string
  eventSecond: number
  eventSource: string
  eventName: string
  readOnly: boolean
  userName: string | null
  accessKeyId: string | null
  resourceName: string | null
  /** Somebody of another account did it, in the registry of the account that is looked up. */
  isOthers: boolean
  record: string
}

export interface FoundPage {
  events: FoundEvent[]
  /** Look on before this place; null at the end of the log. Also of a page that is not full. */
  before: number | null
}

/**
 * At most `limit` records of the account before the place `before`. Those of other accounts that were about its registry are
 * among them.
 */
export async function findAuditEvents(
  db: Kysely<Database>,
  filter: AuditFilter,
  { before, limit }: { before: number; limit: number },
): Promise<FoundPage> {
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
}

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
