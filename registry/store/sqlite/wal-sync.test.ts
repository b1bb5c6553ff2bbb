import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import { openStore, type Store } from '../open-store.ts'
import { StoreError } from '../store-error.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'wal-sync-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

const put = (store: Store, name: string) =>
  store.transaction((tx) => databaseOf(tx).insertInto('setting').values({ name, value: '' }).execute())
const listNames = async (store: Store) => {
  const rows = await databaseOf(store).selectFrom('setting').select('name').orderBy('name').execute()
  return rows.map(({ name }) => name).filter((name) => name !== 'store-id')
}

test('a write is answered once a sync has ended that began after it; what committed meanwhile shares the next one', async () => {
  const ends: (() => void)[] = []
  let isSlow = false
  const syncFile = () => {
    if (!isSlow) return Promise.resolve()
    const { promise, resolve } = Promise.withResolvers<void>()
    ends.push(resolve)
    return promise
  }
  const store = await openStore({ dataDir, syncFile })
  isSlow = true
  const answered: string[] = []
  const write = (name: string) => put(store, name).then(() => answered.push(name))
  const first = write('a')
  while (ends.length === 0) await setImmediate()
  const others = ['b', 'c', 'd'].map(write)
  // Who reads sees them at once, and waits for nothing.
  while ((await listNames(store)).length < 4) await setImmediate()
  expect(answered).toEqual([])
  expect(ends).toHaveLength(1)

  ends[0]?.()
  await first
  while (ends.length === 1) await setImmediate()
  expect(answered).toEqual(['a'])
  ends[1]?.()
  await Promise.all(others)
  expect(ends).toHaveLength(2)
  isSlow = false
  await store.close()
})

test('what is written while the disk is stuck is read within moments, however long that takes', async () => {
  const { promise: isFree, resolve: free } = Promise.withResolvers<void>()
  let isStuck = false
  const store = await openStore({ dataDir, syncFile: () => (isStuck ? isFree : Promise.resolve()) })
  isStuck = true
  const writes = [put(store, 'a')]
  while (!(await listNames(store)).includes('a')) await setImmediate()
  for (const name of ['b', 'c']) {
    writes.push(put(store, name))
    const from = performance.now()
    while (!(await listNames(store)).includes(name)) await setImmediate()
    // A busy machine is no failure; waiting for the disk would never end.
    expect(performance.now() - from).toBeLessThan(5_000)
  }
  free()
  await Promise.all(writes)
  await store.close()
})

test('after a sync that failed nothing is written, and everything can be read', async () => {
  let isBroken = false
  const syncFile = async () => {
    if (isBroken) throw Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' })
  }
  const store = await openStore({ dataDir, syncFile })
  await put(store, 'before')
  isBroken = true
  await expect(put(store, 'lost')).rejects.toThrow(StoreError)
  isBroken = false
  await expect(put(store, 'after')).rejects.toThrow(
    'Nothing more is written until the registry was started again',
  )
  expect(await listNames(store)).not.toContain('after')
  await store.close()
  const again = await openStore({ dataDir })
  await put(again, 'later')
  expect(await listNames(again)).toContain('later')
  await again.close()
})

test('a loss of power takes nothing that was answered', async () => {
  const wal = join(dataDir, 'metadata.sqlite-wal')
  let durable = Buffer.alloc(0)
  let seed = 1
  const syncFile = async () => {
    const written = readFileSync(wal)
    seed = (seed * 48_271) % 2_147_483_647
    await sleep(seed % 4)
    durable = written
  }
  const store = await openStore({ dataDir, syncFile })
  copyFileSync(join(dataDir, 'metadata.sqlite'), join(dataDir, 'file-before'))
  const answered: string[] = []
  const moments: { answered: string[]; log: Buffer }[] = []
  const write = async (client: number) => {
    for (let at = 0; at < 40; at += 1) {
      const name = `${client}-${at}`
      await put(store, name)
      answered.push(name)
      if (at % 8 === client) moments.push({ answered: [...answered], log: durable })
    }
  }
  await Promise.all(Array.from({ length: 8 }, (_, client) => write(client)))
  await store.close()
  expect(moments.length).toBeGreaterThan(20)
  for (const [at, moment] of moments.entries()) {
    const file = join(dataDir, `copy-${at}.sqlite`)
    copyFileSync(join(dataDir, 'file-before'), file)
    // What was not synced may be there in part.
    writeFileSync(`${file}-wal`, Buffer.concat([moment.log, Buffer.alloc(3000, 7)]))
    const copy = new DatabaseSync(file)
    const names = new Set(
      copy
        .prepare('SELECT name FROM setting')
        .all()
        .map((row) => row.name),
    )
    expect(moment.answered.filter((name) => !names.has(name))).toEqual([])
    copy.close()
  }
})
