import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import { openStore, type Store } from '../open-store.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'checkpoints-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

const megabyte = 1024 * 1024
const put = (store: Store, name: string) =>
  store.transaction((tx) =>
    databaseOf(tx)
      .insertInto('setting')
      .values({ name, value: name.repeat(20_000) })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: name.repeat(20_000) }))
      .execute(),
  )

test('the log is moved into the file while writes go on, and does not grow with what is written', {
  timeout: 60_000,
}, async () => {
  const store = await openStore({ dataDir })
  // About 400 MB in 4,000 commits, by several at once.
  const write = async (client: number) => {
    for (let at = 0; at < 500; at += 1) await put(store, `${client}-${at % 20}`)
  }
  await Promise.all(Array.from({ length: 8 }, (_, client) => write(client)))
  const bytesOf = (name: string) => statSync(join(dataDir, name)).size
  expect(bytesOf('metadata.sqlite-wal')).toBeLessThan(100 * megabyte)
  expect(bytesOf('metadata.sqlite')).toBeGreaterThan(10 * megabyte)
  await store.close()
  const again = await openStore({ dataDir })
  const rows = await databaseOf(again).selectFrom('setting').select(['name', 'value']).execute()
  expect(rows.filter(({ name }) => name !== 'store-id')).toHaveLength(160)
  for (const { name, value } of rows) {
    if (name !== 'store-id') expect(value === name.repeat(20_000), name).toBe(true)
  }
  await again.close()
})
