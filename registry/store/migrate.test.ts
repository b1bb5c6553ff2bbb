import { DatabaseSync } from 'node:sqlite'
import { beforeEach, expect, test } from 'vitest'
import { migrate, NewerStoreError } from './migrate.ts'

let database: DatabaseSync
beforeEach(() => {
  database = new DatabaseSync(':memory:')
})

const tables = () =>
  database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .all()
    .map((row) => row.name)

test('each step runs once, in order', () => {
  migrate(database, ['CREATE TABLE a (x)'])
  migrate(database, ['CREATE TABLE a (x)', 'CREATE TABLE b (x); INSERT INTO a VALUES (1)'])
  migrate(database, ['CREATE TABLE a (x)', 'CREATE TABLE b (x); INSERT INTO a VALUES (1)'])
  expect(tables()).toEqual(['a', 'b'])
  expect(database.prepare('SELECT count(*) AS n FROM a').get()?.n).toBe(1)
})

test('a step that fails halfway is undone, and the steps before it stay', () => {
  const steps = ['CREATE TABLE a (x)', 'CREATE TABLE b (x); CREATE TABLE a (x)']
  expect(() => migrate(database, steps)).toThrow('Migration 2 failed')
  expect(tables()).toEqual(['a'])
  migrate(database, ['CREATE TABLE a (x)', 'CREATE TABLE b (x)'])
  expect(tables()).toEqual(['a', 'b'])
})

test('a store with steps that this program does not know is refused', () => {
  migrate(database, ['CREATE TABLE a (x)', 'CREATE TABLE b (x)'])
  expect(() => migrate(database, ['CREATE TABLE a (x)'])).toThrow(NewerStoreError)
})
