import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addAlias } from '#registry/operator/add-alias.ts'
import { createAccount } from '#registry/operator/create-account.ts'
import { setVerified } from '#registry/operator/set-verified.ts'
import { insertRepository } from '#registry/store/repository/insert-repository.ts'
import { openTestService, type TestService } from '#registry/testing/open-test-service.ts'
import { listPulls } from './list-pulls.ts'
import { listRegistries } from './list-registries.ts'
import { readChanges } from './read-changes.ts'

const accountId = '111111111111'
const at = '2026-03-01T12:00:00.000Z'
const open = new AbortController().signal

let fixture: TestService
beforeEach(async () => {
  fixture = await openTestService()
})
afterEach(() => fixture[Symbol.asyncDispose]())

test('registries are listed with every active alias, the primary one first', async () => {
  const { service } = fixture
  await createAccount(service, { accountId, displayName: 'Tide' })
  await addAlias(service, { accountId, name: 'alpha' })
  await addAlias(service, { accountId, name: 'tide', primary: true })
  await addAlias(service, { accountId, name: 'waiting' })
  await service.store.db
    .updateTable('alias')
    .set({ status: 'PENDING' })
    .where('name', '=', 'waiting')
    .execute()
  await setVerified(service, { accountId, verified: true })
  await createAccount(service, { accountId: '222222222222' })
  const { status, body } = await listRegistries(service)
  expect(status).toBe(200)
  expect(JSON.parse(String(body))).toEqual({
    storeId: service.store.storeId,
    registries: [
      { registryId: accountId, displayName: 'Tide', verified: true, aliases: ['tide', 'alpha'] },
      { registryId: '222222222222', displayName: '', verified: false, aliases: [] },
    ],
  })
})

test('pulls are summed over the days; a repository that was never pulled is left out', async () => {
  const { service } = fixture
  const { db } = service.store
  await createAccount(service, { accountId })
  const pulled = await insertRepository(db, { accountId, name: 'pulled', at })
  const quiet = await insertRepository(db, { accountId, name: 'quiet', at })
  await db
    .insertInto('pull_count')
    .values([
      { repository_id: pulled.repositoryId, day: '2026-03-01', tag: '1.0', count: 2 },
      { repository_id: pulled.repositoryId, day: '2026-03-02', tag: '', count: 3 },
      { repository_id: quiet.repositoryId, day: '2026-03-02', tag: '', count: 0 },
    ])
    .execute()
  expect(JSON.parse(String((await listPulls(service)).body))).toEqual({
    pulls: [{ registryId: accountId, repositoryName: 'pulled', pullCount: 5 }],
  })
})

describe('the change feed', () => {
  const read = async (query: string, closed = open) => {
    const { status, body } = await readChanges(fixture.service, new URLSearchParams(query), closed)
    return { status, ...JSON.parse(String(body)) }
  }

  test('answers at once when there is something new', async () => {
    await createAccount(fixture.service, { accountId })
    expect(await read('since=0&wait=30')).toEqual({
      status: 200,
      storeId: fixture.service.store.storeId,
      sequence: 1,
      reset: false,
      changes: [{ sequence: 1, registryId: accountId, repositoryName: null, at }],
    })
  })

  test('a waiting reader is woken by the commit of a change, and by no other commit', async () => {
    const waiting = read('since=0&wait=30')
    let answered = false
    void waiting.then(() => {
      answered = true
    })
    const { store } = fixture.service
    await store.transaction((tx) => tx.insertInto('setting').values({ name: 'x', value: 'y' }).execute())
    await sleep(20)
    expect(answered).toBe(false)

    await createAccount(fixture.service, { accountId })
    const committedAt = performance.now()
    expect(await waiting).toMatchObject({ sequence: 1, changes: [{ registryId: accountId }] })
    expect(performance.now() - committedAt).toBeLessThan(100)
  })

  test('a reader that waits in vain gets an empty page in time', async () => {
    expect(await read('since=0&wait=0.05')).toMatchObject({ sequence: 0, reset: false, changes: [] })
  })

  test('the wait ends with the connection', async () => {
    const closed = new AbortController()
    const waiting = read('since=0&wait=30', closed.signal)
    closed.abort()
    expect(await waiting).toMatchObject({ changes: [] })
  })

  test('a reader of a store that is no more starts anew', async () => {
    expect(await read('since=12&wait=30')).toMatchObject({ sequence: 0, reset: true, changes: [] })
  })

  test('a reader of another store starts again at once, though both had as many changes', async () => {
    const { storeId } = fixture.service.store
    expect(await read('since=0&wait=30&store=another')).toMatchObject({ storeId, reset: true })
    expect(await read(`since=0&wait=0.05&store=${storeId}`)).toMatchObject({ storeId, reset: false })
  })

  test.each(['since=-1', 'since=1.5', 'since=x', 'wait=31', 'wait=-1', 'since=1e300'])(
    '%s is refused',
    async (query) => {
      expect((await read(query)).status).toBe(400)
    },
  )
})
