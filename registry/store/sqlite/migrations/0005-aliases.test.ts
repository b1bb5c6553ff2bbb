import { DatabaseSync } from 'node:sqlite'
import { beforeEach, expect, test } from 'vitest'
import * as catalog from './0001-catalog.ts'
import * as aliases from './0005-aliases.ts'

let database: DatabaseSync
beforeEach(() => {
  database = new DatabaseSync(':memory:')
  database.exec(catalog.sql)
  database.exec(`
    INSERT INTO account VALUES ('111111111111', 'Tide', 1, 'then'), ('222222222222', '', 0, 'then');
    INSERT INTO alias VALUES
      ('a1b2c3d4', '111111111111', 'ACTIVE', 0, 1, 'then'),
      ('tide', '111111111111', 'ACTIVE', 1, 0, 'then'),
      ('acme', '222222222222', 'PENDING', 1, 0, 'then');
  `)
  database.exec(aliases.sql)
})

const insert = (name: string, account: string, status: string, primary = 0) =>
  database.exec(
    `INSERT INTO alias VALUES ('${name}', '${account}', '${status}', ${primary}, 0, 'now', NULL, NULL)`,
  )

test('aliases are kept, and one that waits is no longer primary', () => {
  const rows = database.prepare('SELECT name, status, is_primary, is_default FROM alias ORDER BY name').all()
  expect(rows.map((row) => Object.values(row).join(' '))).toEqual([
    'a1b2c3d4 ACTIVE 0 1',
    'acme PENDING 0 0',
    'tide ACTIVE 1 0',
  ])
})

test('several accounts may wait for a name, and only one can have it', () => {
  insert('acme', '111111111111', 'ACTIVE')
  expect(() => database.exec("UPDATE alias SET status = 'ACTIVE' WHERE name = 'acme'")).toThrow('UNIQUE')
  expect(() => insert('tide', '222222222222', 'ACTIVE')).toThrow('UNIQUE')
})

test('an account has one primary alias, which is active', () => {
  expect(() => insert('reef', '111111111111', 'ACTIVE', 1)).toThrow('UNIQUE')
  expect(() => insert('reef', '222222222222', 'REJECTED', 1)).toThrow('CHECK')
})

test('with an account its aliases go', () => {
  database.exec("PRAGMA foreign_keys = ON; DELETE FROM account WHERE account_id = '111111111111'")
  expect(database.prepare('SELECT name FROM alias').all()).toHaveLength(1)
})
