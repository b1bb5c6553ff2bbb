import { existsSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore } from '#registry/store/open-store.ts'
import { migrate, migrations, readForms } from './migrate.ts'

let dataDir: string
let path: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'migration-'))
  path = join(dataDir, 'metadata.sqlite')
})
afterEach(() => rmSync(dataDir, { recursive: true }))

/** A store as the version before the newest migration left it. */
async function makeEarlierStore(): Promise<number> {
  const earlier = Object.entries(migrations).slice(0, -1)
  const database = new DatabaseSync(path)
  await migrate(database, Object.fromEntries(earlier))
  database.exec("INSERT INTO setting VALUES ('kept', 'yes') ON CONFLICT DO NOTHING")
  database.close()
  return earlier.length
}

test('before a migration the metadata is copied, and the words say how to go back to it', async () => {
  const form = await makeEarlierStore()
  const told: string[] = []
  await (await openStore({ dataDir, onMigrated: (message) => told.push(message) })).close()
  const backup = `${path}.form-${form}`
  expect(told).toEqual([
    expect.stringContaining(`As it was before, it is kept in ${backup}. To go back: stop`),
  ])
  expect(statSync(backup).mode & 0o777).toBe(0o600)

  // As the words say.
  for (const suffix of ['-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true })
  renameSync(backup, path)
  const database = new DatabaseSync(path)
  expect(readForms(database).reached).toBe(form)
  expect(database.prepare("SELECT value FROM setting WHERE name = 'kept'").get()?.value).toBe('yes')
  expect(database.prepare('PRAGMA integrity_check').get()?.integrity_check).toBe('ok')
  database.close()
})

test('a new store, and one of the newest form, are not copied', async () => {
  const told: string[] = []
  const onMigrated = (message: string) => told.push(message)
  for (let start = 0; start < 2; start += 1) await (await openStore({ dataDir, onMigrated })).close()
  expect(told).toEqual([])
  expect(existsSync(`${path}.form-0`)).toBe(false)
})
