import { DatabaseSync } from 'node:sqlite'
import { beforeEach, expect, test } from 'vitest'
import * as catalog from './0001-catalog.ts'
import * as images from './0002-images.ts'
import * as pullTotals from './0003-pull-totals.ts'
import * as pullChanges from './0009-pull-changes.ts'

let database: DatabaseSync
beforeEach(() => {
  database = new DatabaseSync(':memory:')
  for (const { sql } of [catalog, images, pullTotals]) database.exec(sql)
  database.exec(`
    INSERT INTO account VALUES ('111111111111', '', 0, 'then');
    INSERT INTO repository (account_id, name, created_at, updated_at) VALUES
      ('111111111111', 'one', 'then', 'then'), ('111111111111', 'two', 'then', 'then'),
      ('111111111111', 'never', 'then', 'then');
    INSERT INTO pull_total VALUES (1, '1.0', 4), (1, '', 2), (2, '1.0', 1);
  `)
  database.exec(pullChanges.sql)
})

const list = () =>
  database
    .prepare('SELECT repository_id, removed_name FROM pull_change ORDER BY sequence')
    .all()
    .map((row) => Object.values(row).join(' ').trim())
const last = () => Number(database.prepare('SELECT max(sequence) AS last FROM pull_change').get()?.last)

test('what was pulled before is known, so that its removal is told', () => {
  expect(list()).toEqual(['1', '2'])
  database.exec('DELETE FROM repository WHERE repository_id = 1')
  expect(list()).toEqual(['2', '1 one'])
})

test('each write moves its repository to the end, and no number is given twice', () => {
  const numbers = [last()]
  for (const sql of [
    "UPDATE pull_total SET count = count + 1 WHERE repository_id = 2 AND tag = '1.0'",
    "UPDATE pull_total SET count = count + 1 WHERE repository_id = 2 AND tag = '1.0'",
    "INSERT INTO pull_total VALUES (3, '', 1)",
    'DELETE FROM repository WHERE repository_id = 3',
    "INSERT INTO pull_total VALUES (1, '2.0', 1) ON CONFLICT DO UPDATE SET count = count + 1",
    "INSERT INTO pull_total VALUES (1, '2.0', 1) ON CONFLICT DO UPDATE SET count = count + 1",
  ]) {
    database.exec(sql)
    numbers.push(last())
  }
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
  expect(list()).toEqual(['2', '3 never', '1'])
})

test('the removal of an account tells of its repositories', () => {
  database.exec("PRAGMA foreign_keys = ON; DELETE FROM account WHERE account_id = '111111111111'")
  expect(list().sort()).toEqual(['1 one', '2 two'])
})
