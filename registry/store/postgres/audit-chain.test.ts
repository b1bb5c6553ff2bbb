/** The audit log of a database that an earlier version has written to stays one chain with what comes after. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely, Migrator, PostgresDialect, sql } from 'kysely'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { toAuditEvent } from '#registry/domain/audit/audit-record.ts'
import { operatorIdentity } from '#registry/domain/audit/to-user-identity.ts'
import { verifyAuditLog } from '#registry/domain/audit/verify-audit-log.ts'
import { createDatabase } from '#testing/start-postgres.ts'
import { toChainHash } from '../chain-hash.ts'
import { openStore } from '../open-store.ts'
import type { Database } from '../sql/schema.ts'
import { createPool } from './connect.ts'
import * as tables from './migrations/0001-tables.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'audit-chain-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

const toEvent = (eventId: string, userAgent = 'agent') =>
  toAuditEvent(
    {
      eventSource: 'operator.public-gallery',
      eventName: 'SetQuota',
      readOnly: false,
      userIdentity: operatorIdentity,
      sourceIPAddress: 'operator.sock',
      userAgent,
      requestId: 'r',
      at: new Date('2026-03-01T12:00:00.000Z'),
    },
    { ownerAccountId: null, arn: null },
    { requestParameters: null, responseElements: null, error: null },
    eventId,
  )

/** As the version did that had no other steps: places and hashes were the program's. */
async function writeAsBefore(url: string, eventIds: readonly string[]): Promise<void> {
  const pool = createPool(url, 1, 'writing')
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
  const up = (own: Kysely<unknown>) =>
    sql
      .raw(tables.sql)
      .execute(own)
      .then(() => {})
  const provider = { getMigrations: async () => ({ '0001-tables': { up } }) }
  expect((await new Migrator({ db, provider }).migrateToLatest()).error).toBeUndefined()
  let hash: Uint8Array = new Uint8Array(32)
  for (const [index, eventId] of eventIds.entries()) {
    const event = toEvent(eventId)
    hash = toChainHash(hash, event.record)
    await db
      .insertInto('audit_event')
      .values({
        sequence: index + 1,
        event_id: event.eventId,
        event_second: event.eventSecond,
        event_source: event.eventSource,
        event_name: event.eventName,
        read_only: 0,
        account_id: event.accountId,
        owner_account_id: event.ownerAccountId,
        user_name: event.userName,
        access_key_id: event.accessKeyId,
        resource_name: event.resourceName,
        hash,
        record: event.record,
      })
      .execute()
  }
  await db.destroy()
}

test('records of before and after are verified together, whatever characters are in them', async () => {
  const databaseUrl = await createDatabase(inject('postgresUrl'))
  await writeAsBefore(databaseUrl, ['a', 'b'])
  const store = await openStore({ dataDir, databaseUrl })
  await store.transaction((tx) =>
    tx.audit.append([toEvent('c', '\u{10ffff} \u{1f600} ä \\u0000'), toEvent('d')]),
  )
  await store.quietly((tx) => tx.audit.append([toEvent('e', '\u0000')]))
  expect(await verifyAuditLog(store, dataDir)).toMatchObject({ records: 5, broken: null })
  expect((await store.audit.list(0)).map(({ sequence, eventId }) => `${sequence} ${eventId}`)).toEqual([
    '1 a',
    '2 b',
    '3 c',
    '4 d',
    '5 e',
  ])
  expect([await store.audit.hasRecent(['x', 'd']), await store.audit.hasRecent(['x'])]).toEqual([true, false])
  await store.close()
})
