import { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import { beforeEach, expect, test } from 'vitest'
import { type CommitGroups, createCommitGroups } from './commit-groups.ts'
import { createTurns } from './turns.ts'

let database: DatabaseSync
let groups: CommitGroups
let commits = 0
beforeEach(() => {
  database = new DatabaseSync(':memory:')
  database.exec('PRAGMA foreign_keys = ON; CREATE TABLE owner (id INTEGER PRIMARY KEY);')
  database.exec('CREATE TABLE thing (owner INTEGER REFERENCES owner DEFERRABLE INITIALLY DEFERRED)')
  database.exec('INSERT INTO owner VALUES (1), (2), (3), (4), (5)')
  commits = 0
  groups = createCommitGroups(database, createTurns(), () => {
    commits += 1
  })
})

const insert = async (owner: number) => {
  const member = await groups.begin()
  database.prepare('INSERT INTO thing VALUES (?)').run(owner)
  await member.commit()
}
const insertAndUndo = async (owner: number) => {
  const member = await groups.begin()
  database.prepare('INSERT INTO thing VALUES (?)').run(owner)
  member.rollback()
}
const listThings = () =>
  database
    .prepare('SELECT owner FROM thing ORDER BY owner')
    .all()
    .map(({ owner }) => owner)

test('what comes in one turn of the event loop shares a commit', async () => {
  await Promise.all([1, 2, 3].map(insert))
  expect(listThings()).toEqual([1, 2, 3])
  expect(commits).toBe(1)
  await insert(4)
  expect(commits).toBe(2)
})

test('what comes in later turns, while the disk is busy, shares the commit, too', async () => {
  const { promise: isDue, resolve } = Promise.withResolvers<void>()
  const gathering = createCommitGroups(
    database,
    createTurns(),
    () => {
      commits += 1
    },
    () => isDue,
  )
  groups = gathering
  const done = [insert(1)]
  for (const owner of [2, 3]) {
    for (let turn = 0; turn < 3; turn += 1) await setImmediate()
    done.push(insert(owner))
  }
  for (let turn = 0; turn < 3; turn += 1) await setImmediate()
  expect(commits).toBe(0)
  resolve()
  await Promise.all(done)
  expect(listThings()).toEqual([1, 2, 3])
  expect(commits).toBe(1)
})

test('nobody is told before the commit, and one that takes long is waited for', async () => {
  const done: number[] = []
  const slow = groups.begin()
  const quick = insert(1).then(() => done.push(1))
  const member = await slow
  for (let turn = 0; turn < 5; turn += 1) await setImmediate()
  expect(done).toEqual([])
  expect(database.isTransaction).toBe(true)
  const committed = member.commit()
  await Promise.all([committed, quick])
  expect(database.isTransaction).toBe(false)
  expect(commits).toBe(1)
})

test.each([
  [
    [insertAndUndo, insert, insert],
    [2, 3],
  ],
  [
    [insert, insertAndUndo, insert],
    [1, 3],
  ],
  [
    [insert, insert, insertAndUndo],
    [1, 2],
  ],
  [[insertAndUndo, insertAndUndo, insertAndUndo], []],
])('one that is undone takes none of the others with it (%#)', async (works, left) => {
  await Promise.all(works.map((work, at) => work(at + 1)))
  expect(listThings()).toEqual(left)
  expect(database.isTransaction).toBe(false)
})

test('a commit that fails is the failure of all who shared it, and the next one is as any', async () => {
  const results = await Promise.allSettled([insert(1), insert(99), insert(2)])
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  expect(listThings()).toEqual([])
  await insert(3)
  expect(listThings()).toEqual([3])
})

test('a database that has undone everything by itself fails all who shared the commit', async () => {
  const others = Promise.allSettled([insert(1), insert(2)])
  const member = await groups.begin()
  database.exec('ROLLBACK')
  member.rollback()
  expect((await others).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await insert(3)
  expect(listThings()).toEqual([3])
})

test('what runs alone finds everything committed', async () => {
  const inserting = [insert(1), insert(2)]
  const alone = groups.runAlone(() => database.isTransaction)
  expect(await alone).toBe(false)
  await Promise.all(inserting)
  expect(listThings()).toEqual([1, 2])
})
