/** Guards that a reader of changed pull counts ends with what a reader of all of them has, whatever happened between. */
import { rmSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { createAccount } from '#registry/domain/identities/create-account.ts'
import type { Service } from '#registry/service.ts'
import { openStore } from '#registry/store/open-store.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import { openTestService } from '#testing/registry/open-test-service.ts'
import { listPulls } from './list-pulls.ts'

const accountId = '111111111111'
const at = '2026-03-01T12:00:00.000Z'
const answerShape = z.object({
  cursor: z.string(),
  reset: z.boolean(),
  pulls: z.array(z.object({ registryId: z.string(), repositoryName: z.string(), pullCount: z.number() })),
})

const name = fc.constantFrom('one', 'two', 'three')
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('pull' as const),
      name,
      tag: fc.constantFrom('', '1.0', '2.0'),
      day: fc.constantFrom('2026-01-01', '2026-03-01'),
      count: fc.integer({ min: 1, max: 5 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), name }) },
  // Which of two readers asks: one misses more than the other.
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('read' as const), reader: fc.nat(1) }) },
)

async function read(service: Service, since?: string) {
  const { body } = await listPulls(service, new URLSearchParams(since === undefined ? {} : { since }))
  return answerShape.parse(JSON.parse(String(body)))
}

async function open() {
  const fixture = await openTestService()
  await createAccount(fixture.service, { accountId })
  const require = async (repositoryName: string) => {
    const { store } = fixture.service
    const known = await store.repositories.get(accountId, repositoryName)
    if (known !== null) return known.repositoryId
    const made = await store.transaction((tx) =>
      tx.repositories.insert({ accountId, name: repositoryName, at }),
    )
    return made.repositoryId
  }
  return {
    fixture,
    service: fixture.service,
    pull: async (repositoryName: string, count = 1, tag = '1.0', day = '2026-03-01') => {
      const repositoryId = await require(repositoryName)
      await fixture.service.store.quietly((tx) => tx.pulls.add([{ repositoryId, day, tag, count }]))
    },
    remove: async (repositoryName: string) => {
      const known = await fixture.service.store.repositories.get(accountId, repositoryName)
      if (known) await fixture.service.store.transaction((tx) => tx.repositories.delete(known.repositoryId))
    },
  }
}

test('changes add up to the whole, after any pulls and removals, however seldom a reader asks', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const { fixture, service, pull, remove } = await open()
      await using _ = fixture
      const readers = [0, 1].map(() => ({
        cursor: undefined as string | undefined,
        counts: new Map<string, number>(),
      }))
      const ask = async (reader: (typeof readers)[number]) => {
        const { cursor, reset, pulls } = await read(service, reader.cursor)
        expect(reset).toBe(reader.cursor === undefined)
        if (reset) reader.counts.clear()
        for (const { repositoryName, pullCount } of pulls) {
          if (pullCount === 0) reader.counts.delete(repositoryName)
          else reader.counts.set(repositoryName, pullCount)
        }
        reader.cursor = cursor
        const whole = await read(service)
        expect(Object.fromEntries(reader.counts)).toEqual(
          Object.fromEntries(whole.pulls.map((one) => [one.repositoryName, one.pullCount])),
        )
      }
      for (const one of steps) {
        if (one.kind === 'pull') await pull(one.name, one.count, one.tag, one.day)
        else if (one.kind === 'delete') await remove(one.name)
        else {
          const reader = readers[one.reader]
          if (reader) await ask(reader)
        }
      }
      for (const reader of readers) await ask(reader)
    }),
    { numRuns: 25 },
  )
}, 60_000)

test('only what changed is told, and nothing where nothing did', async () => {
  const { fixture, service, pull } = await open()
  await using _ = fixture
  await pull('one', 3)
  await pull('two', 1)
  const first = await read(service)
  expect(await read(service, first.cursor)).toEqual({ cursor: first.cursor, reset: false, pulls: [] })
  await pull('one', 2, '2.0')
  const second = await read(service, first.cursor)
  expect(second).toMatchObject({
    reset: false,
    pulls: [{ registryId: accountId, repositoryName: 'one', pullCount: 5 }],
  })
  // The same question has the same answer: an answer that was lost on its way can be had again.
  expect(await read(service, first.cursor)).toEqual(second)
})

test('a repository that is gone has no pulls, also when another one has its name', async () => {
  const { fixture, service, pull, remove } = await open()
  await using _ = fixture
  await pull('one', 3)
  const { cursor } = await read(service)
  await remove('one')
  const gone = await read(service, cursor)
  expect(gone.pulls).toEqual([{ registryId: accountId, repositoryName: 'one', pullCount: 0 }])
  await pull('one', 1)
  expect((await read(service, gone.cursor)).pulls).toMatchObject([{ repositoryName: 'one', pullCount: 1 }])
  expect((await read(service, cursor)).pulls.at(-1)).toMatchObject({ repositoryName: 'one', pullCount: 1 })
})

test.each([
  ['nothing', ''],
  ['words', 'yesterday'],
  ['another store', '00000000-0000-4000-8000-000000000000.1'],
])('a cursor of %s is answered with everything', async (_name, cursor) => {
  const { fixture, service, pull } = await open()
  await using _ = fixture
  await pull('one')
  expect(await read(service, cursor)).toMatchObject({ reset: true, pulls: [{ repositoryName: 'one' }] })
})

test('a cursor that was never reached, or that is too old to tell what is gone since, is answered with everything', async () => {
  const { fixture, service, pull, remove } = await open()
  await using _ = fixture
  await pull('one')
  await pull('two')
  const { cursor } = await read(service)
  await remove('one')
  const { storeId, repositories } = service.store
  const db = databaseOf(service.store)
  expect(await read(service, `${storeId}.999`)).toMatchObject({ reset: true })
  // As if so many changes had passed; to make them would take long.
  const { repositoryId } = (await repositories.get(accountId, 'two')) ?? { repositoryId: 0 }
  await db
    .updateTable('pull_change')
    .set({ sequence: 200_000 })
    .where('repository_id', '=', repositoryId)
    .execute()
  expect(await read(service, cursor)).toMatchObject({ reset: true, pulls: [{ repositoryName: 'two' }] })
  await pull('three')
  await remove('three')
  const left = await db.selectFrom('pull_change').select('removed_name').orderBy('sequence').execute()
  expect(left.map((row) => row.removed_name)).toEqual([null, 'three'])
})

test('a cursor outlives a restart', async () => {
  const { fixture, service, pull } = await open()
  await pull('one')
  const { cursor } = await read(service)
  await pull('two')
  await service.store.close()
  const store = await openStore({ dataDir: fixture.dataDir })
  try {
    expect(await read({ ...service, store }, cursor)).toMatchObject({
      reset: false,
      pulls: [{ repositoryName: 'two' }],
    })
  } finally {
    await store.close()
    rmSync(fixture.dataDir, { recursive: true })
  }
})
