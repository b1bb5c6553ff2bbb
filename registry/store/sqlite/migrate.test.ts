import { DatabaseSync } from 'node:sqlite'
import { beforeEach, expect, test } from 'vitest'
import { migrate, NewerStoreError } from './migrate.ts'

let database: DatabaseSync
beforeEach(() => {
  database = new DatabaseSync(':memory:')
})

const run = (steps: Record<string, string>) => migrate(database, steps)
const tables = () =>
  database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'kysely%' ORDER BY name")
    .all()
    .map((row) => row.name)
const one = { '0001-a': 'CREATE TABLE a (x)' }
const two = { ...one, '0002-b': 'CREATE TABLE b (x); INSERT INTO a VALUES (1)' }

test('each step runs once, in order', async () => {
  await run(one)
  await run(two)
  await run(two)
  expect(tables()).toEqual(['a', 'b'])
  expect(database.prepare('SELECT count(*) AS n FROM a').get()?.n).toBe(1)
})

test('a step that fails halfway is undone, with the steps before it that ran in the same start', async () => {
  await expect(run({ ...one, '0002-b': 'CREATE TABLE b (x); CREATE TABLE a (x)' })).rejects.toThrow(
    'Migration 0002-b failed',
  )
  expect(tables()).toEqual([])
  await run({ ...one, '0002-b': 'CREATE TABLE b (x)' })
  expect(tables()).toEqual(['a', 'b'])
})

test('a store with steps that this program does not know is refused', async () => {
  await run(two)
  await expect(run(one)).rejects.toThrow(NewerStoreError)
})

test('a store of an earlier version, which noted the number of steps only, goes on from there', async () => {
  database.exec('CREATE TABLE a (x); PRAGMA user_version = 1')
  await run(two)
  expect(tables()).toEqual(['a', 'b'])
  expect(database.prepare('PRAGMA user_version').get()?.user_version).toBe(2)
})

test('a clock that was set back between two steps does no harm', async () => {
  await run(one)
  database.exec("UPDATE kysely_migration SET timestamp = '2100-01-01T00:00:00.000Z'")
  await run(two)
  await run({ ...two, '0003-c': 'CREATE TABLE c (x)' })
  expect(tables()).toEqual(['a', 'b', 'c'])
})
