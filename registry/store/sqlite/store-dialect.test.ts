import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import type { Reads } from '#registry/store/verbs.ts'
import { openStore, type Store } from '../open-store.ts'

let dataDir: string
let store: Store
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'store-dialect-'))
  store = await openStore({ dataDir })
})
afterEach(async () => {
  await store.close()
  rmSync(dataDir, { recursive: true })
})

const row = (name: string) => ({ name, value: '' })
const countRows = async (verbs: Reads) => {
  const { count } = await databaseOf(verbs)
    .selectFrom('setting')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

test('a read does not wait for a transaction, and sees what was committed before it', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const before = await countRows(store)
  const writing = store.transaction(async (tx) => {
    await databaseOf(tx).insertInto('setting').values(row('a')).execute()
    expect(await countRows(tx)).toBe(before + 1)
    await promise
  })
  await setImmediate()
  expect(await countRows(store)).toBe(before)
  resolve()
  await writing
  expect(await countRows(store)).toBe(before + 1)
})

test('a write outside a transaction waits for the one that runs', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const done: string[] = []
  const first = store
    .transaction(async (tx) => {
      await databaseOf(tx).insertInto('setting').values(row('a')).execute()
      await promise
    })
    .then(() => done.push('transaction'))
  const second = databaseOf(store)
    .insertInto('setting')
    .values(row('b'))
    .execute()
    .then(() => done.push('write'))
  const third = store.quietly((tx) => databaseOf(tx).deleteFrom('setting').where('name', '=', 'b').execute())
  await setImmediate()
  expect(done).toEqual([])
  resolve()
  const [, , [{ numDeletedRows } = { numDeletedRows: 0n }]] = await Promise.all([first, second, third])
  expect(numDeletedRows).toBe(1n)
})

test('one that fails gives back its turn, whether it throws, breaks a rule or cannot commit', async () => {
  const failed = [
    store.transaction(async () => {
      throw new Error('changed my mind')
    }),
    store.transaction((tx) =>
      databaseOf(tx)
        .insertInto('setting')
        .values([row('a'), row('a')])
        .execute(),
    ),
    databaseOf(store)
      .insertInto('setting')
      .values([row('a'), row('a')])
      .execute(),
    store.transaction(async (tx) => {
      await sql`PRAGMA defer_foreign_keys = ON`.execute(databaseOf(tx))
      await sql`INSERT INTO resource_tag (repository_id, key, value) VALUES (99, 'a', 'b')`.execute(
        databaseOf(tx),
      )
    }),
  ]
  const results = await Promise.allSettled(failed)
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'rejected'])
  const before = await countRows(store)
  await store.transaction((tx) => databaseOf(tx).insertInto('setting').values(row('a')).execute())
  expect(await countRows(store)).toBe(before + 1)
})

test('a transaction that has ended, well or not, writes nothing more', async () => {
  const kept: Reads[] = []
  await store.transaction(async (tx) => {
    kept.push(tx)
  })
  const failed = store.transaction(async (tx) => {
    kept.push(tx)
    throw new Error('changed my mind')
  })
  await expect(failed).rejects.toThrow('changed my mind')
  const before = await countRows(store)
  expect(kept).toHaveLength(2)
  for (const tx of kept) {
    const late = databaseOf(tx).insertInto('setting').values(row('late')).execute()
    await expect(late).rejects.toThrow('The transaction has ended.')
  }
  expect(await countRows(store)).toBe(before)
})

test('closing waits for the transaction that runs', async () => {
  const other = mkdtempSync(join(tmpdir(), 'store-dialect-'))
  const closing = await openStore({ dataDir: other })
  const writing = closing.transaction(async (tx) => {
    await setImmediate()
    await databaseOf(tx).insertInto('setting').values(row('last')).execute()
  })
  await closing.close()
  await writing
  const again = await openStore({ dataDir: other })
  expect(await countRows(again)).toBe(2)
  await again.close()
  rmSync(other, { recursive: true })
})
