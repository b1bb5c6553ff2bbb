import { afterEach, beforeEach, expect, test } from 'vitest'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import { openTestService, type TestService } from '#testing/registry/open-test-service.ts'
import { keptChanges } from './changes.ts'

let fixture: TestService
beforeEach(async () => {
  fixture = await openTestService()
})
afterEach(() => fixture[Symbol.asyncDispose]())

const at = '2026-03-01T12:00:00.000Z'
const record = (repositoryName: string | null) =>
  fixture.service.store.transaction((tx) =>
    tx.changes.record({ accountId: '111111111111', repositoryName, at }),
  )
const list = (since: number) => fixture.service.store.changes.list(since)

test('changes are read in order, from where the reader stopped', async () => {
  expect(await list(0)).toEqual({ sequence: 0, reset: false, changes: [] })
  await record('one')
  await record(null)
  expect(await list(0)).toEqual({
    sequence: 2,
    reset: false,
    changes: [
      { sequence: 1, registryId: '111111111111', repositoryName: 'one', at },
      { sequence: 2, registryId: '111111111111', repositoryName: null, at },
    ],
  })
  expect(await list(1)).toMatchObject({ sequence: 2, changes: [{ repositoryName: null }] })
  expect(await list(2)).toEqual({ sequence: 2, reset: false, changes: [] })
})

test('a long feed is read in pages', async () => {
  const { store } = fixture.service
  await store.transaction(async (tx) => {
    for (let n = 1; n <= 1200; n += 1) {
      await tx.changes.record({ accountId: '111111111111', repositoryName: `r${n}`, at })
    }
  })
  const first = await list(0)
  expect(first).toMatchObject({ sequence: 1000, reset: false })
  expect(first.changes).toHaveLength(1000)
  expect((await list(first.sequence)).changes).toHaveLength(200)
})

test('a reader that is ahead of the feed starts again', async () => {
  await record('one')
  expect(await list(7)).toEqual({ sequence: 1, reset: true, changes: [] })
})

test('the oldest changes go in time, and a reader that missed them starts again', async () => {
  const db = databaseOf(fixture.service.store)
  // As if the feed had come this far; what lies between would take long to write.
  const newest = keptChanges + 4999
  for (const sequence of [1, 4999, 5000, 5001, newest]) {
    await db.insertInto('change').values({ sequence, account_id: '1', repository_name: 'r', at }).execute()
  }
  await record('last')
  const kept = await db.selectFrom('change').select('sequence').orderBy('sequence').execute()
  expect(kept.map((row) => row.sequence)).toEqual([5001, newest, newest + 1])
  expect(await list(4999)).toEqual({ sequence: newest + 1, reset: true, changes: [] })
  expect((await list(5000)).changes).toHaveLength(3)
})
