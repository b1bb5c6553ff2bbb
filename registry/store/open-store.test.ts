import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import { StoreLockedError } from './hold-lock.ts'
import { openStore } from './open-store.ts'
import { StoreError, StoreFullError } from './store-error.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'open-store-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

const account = {
  account_id: '111111111111',
  display_name: 'Tide',
  description: 'Tools.',
  website: 'https://tide.example',
  verified: 0,
  created_at: '2026-03-01',
}

test('what was written is there after closing and opening again, under the same store id', async () => {
  const first = await openStore({ dataDir })
  await first.transaction((tx) => databaseOf(tx).insertInto('account').values(account).execute())
  await first.close()

  const second = await openStore({ dataDir })
  expect(await databaseOf(second).selectFrom('account').selectAll().execute()).toEqual([account])
  expect(second.storeId).toBe(first.storeId)
  await second.close()
})

test('every commit reaches the disk, and foreign keys are enforced', async () => {
  const store = await openStore({ dataDir })
  const { close } = store
  const db = databaseOf(store)
  const read = async (name: string) =>
    Object.values((await sql.raw<Record<string, unknown>>(`PRAGMA ${name}`).execute(db)).rows[0] ?? {})[0]
  expect(await read('journal_mode')).toBe('wal')
  expect(await read('synchronous')).toBe(1)
  expect(await read('foreign_keys')).toBe(1)
  await close()
})

test('a full disk is named as the cause, and what was written before can still be read', async () => {
  const store = await openStore({ dataDir })
  const { transaction, close } = store
  const db = databaseOf(store)
  await transaction((tx) => databaseOf(tx).insertInto('account').values(account).execute())
  await sql`PRAGMA max_page_count = 1`.execute(db)
  const large = { ...account, account_id: '222222222222', display_name: 'x'.repeat(1_000_000) }
  await expect(
    transaction((tx) => databaseOf(tx).insertInto('account').values(large).execute()),
  ).rejects.toThrow(StoreFullError)
  expect(await db.selectFrom('account').selectAll().execute()).toEqual([account])
  await close()
})

test('a transaction that throws leaves nothing behind and wakes nobody', async () => {
  const store = await openStore({ dataDir })
  let commits = 0
  const stopListening = store.onCommit(() => {
    commits += 1
  })
  const failed = store.transaction(async (tx) => {
    await databaseOf(tx).insertInto('account').values(account).execute()
    throw new Error('changed my mind')
  })
  await expect(failed).rejects.toThrow('changed my mind')
  expect(await databaseOf(store).selectFrom('account').selectAll().execute()).toEqual([])
  expect(commits).toBe(0)

  await store.transaction((tx) => databaseOf(tx).insertInto('account').values(account).execute())
  expect(commits).toBe(1)
  stopListening()
  await store.transaction((tx) => databaseOf(tx).deleteFrom('account').execute())
  expect(commits).toBe(1)
  await store.close()
})

test('transactions asked for at once run one after the other', async () => {
  const store = await openStore({ dataDir })
  await databaseOf(store).insertInto('setting').values({ name: 'counter', value: '0' }).execute()
  const increment = () =>
    store.transaction(async (tx) => {
      const { value } = await databaseOf(tx)
        .selectFrom('setting')
        .select('value')
        .where('name', '=', 'counter')
        .executeTakeFirstOrThrow()
      await databaseOf(tx)
        .updateTable('setting')
        .set({ value: String(Number(value) + 1) })
        .where('name', '=', 'counter')
        .execute()
    })
  await Promise.all(Array.from({ length: 20 }, increment))
  const { value } = await databaseOf(store)
    .selectFrom('setting')
    .select('value')
    .where('name', '=', 'counter')
    .executeTakeFirstOrThrow()
  expect(value).toBe('20')
  await store.close()
})

test('a second opener is told who holds the store, and a closed store is free', async () => {
  const store = await openStore({ dataDir, clock: () => new Date('2026-03-01T12:00:00.000Z') })
  const second = openStore({ dataDir })
  await expect(second).rejects.toThrow(StoreLockedError)
  await expect(second).rejects.toThrow(`process ${process.pid} on `)
  await expect(second).rejects.toThrow('since 2026-03-01T12:00:00.000Z')
  await store.close()
  await (await openStore({ dataDir })).close()
})

test('a lock that is damaged is made again, but not while somebody holds it; one that cannot be a lock is named', async () => {
  const lock = join(dataDir, 'lock')
  const store = await openStore({ dataDir })
  writeFileSync(lock, 'noise, '.repeat(2000))
  await expect(openStore({ dataDir })).rejects.toThrow(StoreLockedError)
  await store.close()
  writeFileSync(lock, 'noise, '.repeat(2000))
  const again = await openStore({ dataDir })
  await expect(openStore({ dataDir })).rejects.toThrow(`process ${process.pid}`)
  await again.close()
  rmSync(lock)
  mkdirSync(lock)
  await expect(openStore({ dataDir })).rejects.toThrow(/^\S+\/lock cannot be locked/)
})

test('who holds a store is for others to read, and not needed to have it', async () => {
  mkdirSync(join(dataDir, 'lock.json', 'full'), { recursive: true })
  const store = await openStore({ dataDir })
  await expect(openStore({ dataDir })).rejects.toThrow(StoreLockedError)
  await store.close()
})

test('only the owner may read what is stored, wherever the directory came from', async () => {
  const existing = join(dataDir, 'existing')
  mkdirSync(existing, { mode: 0o755 })
  chmodSync(existing, 0o755)
  for (const path of [existing, join(dataDir, 'deep', 'new')]) {
    const store = await openStore({ dataDir: path })
    await store.transaction((tx) => databaseOf(tx).insertInto('account').values(account).execute())
    expect(statSync(path).mode & 0o777, path).toBe(0o700)
    for (const file of readdirSync(path)) {
      const found = statSync(join(path, file))
      const owners = found.isDirectory() ? 0o700 : 0o600
      expect(found.mode & 0o777 & ~owners, file).toBe(0)
    }
    await store.close()
  }
})

test('a store of a newer version is refused, untouched', async () => {
  await (await openStore({ dataDir })).close()
  const file = new DatabaseSync(join(dataDir, 'metadata.sqlite'))
  file.exec('PRAGMA user_version = 999')
  file.close()
  const opened = openStore({ dataDir })
  await expect(opened).rejects.toThrow(StoreError)
  await expect(opened).rejects.toThrow('newer version (form 999')
  // The refusal must not leave the directory locked.
  await expect(openStore({ dataDir })).rejects.toThrow('newer version')
})

test('a path that cannot be a directory and a damaged file are each told in words', async () => {
  writeFileSync(join(dataDir, 'file'), '')
  await expect(openStore({ dataDir: join(dataDir, 'file', 'data') })).rejects.toThrow(StoreError)
  writeFileSync(join(dataDir, 'uploads'), '')
  await expect(openStore({ dataDir })).rejects.toThrow(/uploads'\)\. What is named there has to be as/)
  await expect(openStore({ dataDir })).rejects.not.toThrow('store repair')
  rmSync(join(dataDir, 'uploads'))
  writeFileSync(join(dataDir, 'metadata.sqlite'), 'not a database, '.repeat(300))
  await expect(openStore({ dataDir })).rejects.toThrow(/cannot be opened \(file is not a database\)/)
})

test('of what waits for a commit, everything hears of it, also when something has failed', async () => {
  const store = await openStore({ dataDir })
  const heard: string[] = []
  const writing = store.transaction(async (tx) => {
    tx.afterCommit(async () => {
      throw new Error('The uploads could not be ended.')
    })
    tx.afterCommit(() => void heard.push('second'))
  })
  await expect(writing).rejects.toThrow('could not be ended')
  expect(heard).toEqual(['second'])
  await store.close()
})
