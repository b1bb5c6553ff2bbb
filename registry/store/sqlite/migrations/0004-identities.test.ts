import { DatabaseSync } from 'node:sqlite'
import { beforeEach, expect, test } from 'vitest'
import * as catalog from './0001-catalog.ts'
import * as images from './0002-images.ts'
import * as pullTotals from './0003-pull-totals.ts'
import * as identities from './0004-identities.ts'

const before = [catalog.sql, images.sql, pullTotals.sql]
let database: DatabaseSync
beforeEach(() => {
  database = new DatabaseSync(':memory:', { enableForeignKeyConstraints: true })
  for (const sql of before) database.exec(sql)
})

const all = (sql: string) => database.prepare(sql).all()
const readVersion = () => Number(database.prepare('SELECT version FROM access_version').get()?.version)

test('keys that are there stay good, as keys of users who may do everything', () => {
  database.exec(`
    INSERT INTO account VALUES ('111111111111', '', 0, '2026-01-01'), ('222222222222', '', 0, '2026-01-01');
    INSERT INTO access_key VALUES
      ('AKIA1', '111111111111', 'admin', 'owner', x'01', NULL, NULL, '2026-01-02'),
      ('AKIA2', '111111111111', 'ci', 'owner', x'02', NULL, NULL, '2026-01-02'),
      ('ASIA3', '111111111111', 'ci', 'owner', x'03', 'hash', '2026-01-03', '2026-01-02'),
      ('AKIA4', '111111111111', 'gallery', 'gallery', x'04', NULL, NULL, '2026-01-02');`)
  database.exec(identities.sql)
  expect(
    all(`SELECT u.account_id, u.name, a.policy_arn AS policy FROM user u JOIN attached_policy a USING (user_id)
      ORDER BY u.account_id, u.name`),
  ).toEqual([
    { account_id: '111111111111', name: 'admin', policy: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    { account_id: '111111111111', name: 'ci', policy: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    { account_id: '222222222222', name: 'admin', policy: 'arn:aws:iam::aws:policy/AdministratorAccess' },
  ])
  expect(
    all(`SELECT k.access_key_id AS id, k.kind, u.name, k.status, hex(k.secret_sealed) AS secret, k.expires_at AS ends
      FROM access_key k LEFT JOIN user u USING (user_id) ORDER BY 1`),
  ).toEqual([
    { id: 'AKIA1', kind: 'user', name: 'admin', status: 'Active', secret: '01', ends: null },
    { id: 'AKIA2', kind: 'user', name: 'ci', status: 'Active', secret: '02', ends: null },
    { id: 'AKIA4', kind: 'gallery', name: null, status: 'Active', secret: '04', ends: null },
    { id: 'ASIA3', kind: 'user', name: 'ci', status: 'Active', secret: '03', ends: '2026-01-03' },
  ])
  expect(all('PRAGMA foreign_key_check')).toEqual([])
})

test('whatever decides about access raises the count, cascades too, and nothing else does', () => {
  database.exec(identities.sql)
  const raises = (sql: string) => {
    const before = readVersion()
    database.exec(sql)
    return readVersion() > before
  }
  const user = "'u', '111111111111', 'ci'"
  expect(raises("INSERT INTO account VALUES ('111111111111', '', 0, '')")).toBe(false)
  expect(raises(`INSERT INTO user VALUES (${user}, 0, '')`)).toBe(true)
  expect(raises("INSERT INTO user_group VALUES ('g', '111111111111', 'g', '')")).toBe(true)
  expect(raises("INSERT INTO group_member VALUES ('g', 'u')")).toBe(true)
  expect(raises("INSERT INTO inline_policy VALUES (NULL, 'g', NULL, 'p', '{}')")).toBe(true)
  expect(raises("INSERT INTO attached_policy VALUES ('u', NULL, NULL, 'arn')")).toBe(true)
  expect(raises("INSERT INTO managed_policy VALUES ('arn', '111111111111', 'm', '{}', '')")).toBe(true)
  expect(raises("INSERT INTO role VALUES ('r', '111111111111', 'r', '{}', 900, 0, '')")).toBe(true)
  expect(raises("INSERT INTO revoked_token VALUES ('t', '')")).toBe(true)
  expect(raises('UPDATE user SET token_generation = 1')).toBe(true)
  expect(raises("INSERT INTO repository VALUES (1, '111111111111', 'app', '', '')")).toBe(false)
  expect(raises("INSERT INTO repository_policy VALUES (1, '{}')")).toBe(true)
  expect(raises("INSERT INTO resource_tag VALUES (1, 'a', 'b')")).toBe(true)
  expect(raises('DELETE FROM repository')).toBe(true)
  expect(raises("DELETE FROM account WHERE account_id = '111111111111'")).toBe(true)
  for (const table of ['user', 'user_group', 'group_member', 'inline_policy', 'managed_policy', 'role']) {
    expect(all(`SELECT * FROM ${table}`), table).toEqual([])
  }
})

test('a policy is of exactly one holder', () => {
  database.exec(identities.sql)
  expect(() => database.exec("INSERT INTO inline_policy VALUES (NULL, NULL, NULL, 'p', '{}')")).toThrow(
    'CHECK',
  )
})
