import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addAlias } from '#registry/domain/aliases/add-alias.ts'
import { createAccount } from '#registry/domain/identities/create-account.ts'
import { describeRegistry } from '#registry/domain/identities/describe-registry.ts'
import { setVerified } from '#registry/domain/identities/set-verified.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import { openTestService, type TestService } from '#testing/registry/open-test-service.ts'
import { listPulls } from './list-pulls.ts'
import { listRegistries } from './list-registries.ts'
import { readChanges } from './read-changes.ts'
import { readPulls } from './read-pulls.ts'

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
  await databaseOf(service.store)
    .updateTable('alias')
    .set({ status: 'PENDING' })
    .where('name', '=', 'waiting')
    .execute()
  await setVerified(service, { accountId, verified: true })
  await describeRegistry(service, { accountId, description: 'Tools.', website: 'https://tide.example' })
  await createAccount(service, { accountId: '222222222222' })
  const { status, body } = await listRegistries(service)
  expect(status).toBe(200)
  expect(JSON.parse(String(body))).toEqual({
    storeId: service.store.storeId,
    registries: [
      {
        registryId: accountId,
        displayName: 'Tide',
        description: 'Tools.',
        website: 'https://tide.example',
        verified: true,
        aliases: ['tide', 'alpha'],
      },
      {
        registryId: '222222222222',
        displayName: '',
        description: null,
        website: null,
        verified: false,
        aliases: [],
      },
    ],
  })
})

describe('pull counts', () => {
  /** As the counter writes them. */
  const addAll = (repositoryId: number, pulls: [day: string, tag: string, count: number][]) =>
    fixture.service.store.quietly((tx) =>
      tx.pulls.add(pulls.map(([day, tag, count]) => ({ repositoryId, day, tag, count }))),
    )
  const read = async (path: string, query = '') => {
    const { status, body } = await readPulls(fixture.service, path, new URLSearchParams(query))
    return { status, ...JSON.parse(String(body)) }
  }

  test('are summed over days and tags; a repository that was never pulled is left out', async () => {
    const { service } = fixture
    await createAccount(service, { accountId })
    const pulled = await service.store.transaction((tx) =>
      tx.repositories.insert({ accountId, name: 'pulled', at }),
    )
    await service.store.transaction((tx) => tx.repositories.insert({ accountId, name: 'quiet', at }))
    await addAll(pulled.repositoryId, [
      ['2026-03-01', '1.0', 2],
      ['2026-03-02', '', 2],
    ])
    await addAll(pulled.repositoryId, [['2026-03-02', '1.0', 1]])
    await addAll(999, [['2026-03-02', '1.0', 7]])
    expect(JSON.parse(String((await listPulls(service, new URLSearchParams())).body))).toEqual({
      cursor: expect.any(String),
      reset: true,
      pulls: [{ registryId: accountId, repositoryName: 'pulled', pullCount: 5 }],
    })
  })

  test('in detail: ninety days, each by tag and by client', async () => {
    const { service } = fixture
    await createAccount(service, { accountId })
    await addAlias(service, { accountId, name: 'tide', primary: true })
    const { repositoryId } = await service.store.transaction((tx) =>
      tx.repositories.insert({ accountId, name: 'tools/web', at }),
    )
    for (const client of ['docker', 'docker', 'podman'] as const) {
      service.images.pulls.count(repositoryId, '1.0', client)
    }
    service.images.pulls.count(repositoryId, '', 'docker')
    await service.images.pulls.flush()
    const { days, ...details } = await read('tide/tools/web', 'details=1')
    expect([days.length, days.at(-1)]).toEqual([90, { day: '2026-03-01', count: 4 }])
    expect(details).toMatchObject({
      tagDays: [
        { day: '2026-03-01', tag: '', count: 1 },
        { day: '2026-03-01', tag: '1.0', count: 3 },
      ],
      clientDays: [
        { day: '2026-03-01', client: 'docker', count: 3 },
        { day: '2026-03-01', client: 'podman', count: 1 },
      ],
    })
    expect(details).toMatchObject({ platformDays: [] })
    expect(await read('tide/tools/web')).not.toHaveProperty('tagDays')
    await service.store.quietly((tx) =>
      tx.pulls.addPlatforms([
        { repositoryId, day: '2026-03-01', platform: 'linux/arm64', count: 1 },
        { repositoryId, day: '2026-03-01', platform: 'linux/amd64', count: 2 },
        { repositoryId, day: '2025-03-01', platform: 'linux/amd64', count: 9 },
      ]),
    )
    expect(await read('tide/tools/web', 'details=1')).toMatchObject({
      platformDays: [
        { day: '2026-03-01', platform: 'linux/amd64', count: 2 },
        { day: '2026-03-01', platform: 'linux/arm64', count: 1 },
      ],
    })
  })

  test('of one repository: the last thirty days with their zeros, and its tags', async () => {
    const { service } = fixture
    await createAccount(service, { accountId })
    await addAlias(service, { accountId, name: 'tide', primary: true })
    const { repositoryId } = await service.store.transaction((tx) =>
      tx.repositories.insert({ accountId, name: 'tools/web', at }),
    )
    // The clock stands at the first of March.
    await addAll(repositoryId, [
      ['2025-06-01', '0.9', 100],
      ['2026-01-30', '1.0', 10],
      ['2026-01-31', '1.0', 3],
      ['2026-03-01', '1.0', 1],
      ['2026-03-01', '1.1', 1],
      ['2026-03-01', '', 5],
    ])
    const { status, total, days, tags } = await read('tide/tools/web')
    expect({ status, total }).toEqual({ status: 200, total: 120 })
    expect(days).toHaveLength(30)
    expect(days.filter(({ count }: { count: number }) => count > 0)).toEqual([
      { day: '2026-01-31', count: 3 },
      { day: '2026-03-01', count: 7 },
    ])
    expect([days[0].day, days[1].day, days[29].day]).toEqual(['2026-01-31', '2026-02-01', '2026-03-01'])
    expect(tags).toEqual([
      { tag: '0.9', count: 100 },
      { tag: '1.0', count: 14 },
      { tag: '1.1', count: 1 },
    ])
  })

  test('of a repository with many tags, the hundred most pulled', async () => {
    const { service } = fixture
    await createAccount(service, { accountId })
    await addAlias(service, { accountId, name: 'tide', primary: true })
    const { repositoryId } = await service.store.transaction((tx) =>
      tx.repositories.insert({ accountId, name: 'many', at }),
    )
    await addAll(
      repositoryId,
      Array.from({ length: 120 }, (_, n) => ['2026-03-01', `v${n}`, n + 1]),
    )
    const { tags } = await read('tide/many')
    expect(tags).toHaveLength(100)
    expect(tags[0]).toEqual({ tag: 'v119', count: 120 })
  })

  test.each(['tide/nothing', 'nobody/web', 'tide', 'tide/', '/web', 'tide/UPPER', 'tide/%2e%2e/x'])(
    'of %s, which does not exist, are not found',
    async (path) => {
      const { service } = fixture
      await createAccount(service, { accountId })
      await addAlias(service, { accountId, name: 'tide', primary: true })
      expect((await read(path)).status).toBe(404)
    },
  )

  test('go with their repository', async () => {
    const { service } = fixture
    const db = databaseOf(service.store)
    await createAccount(service, { accountId })
    const { repositoryId } = await service.store.transaction((tx) =>
      tx.repositories.insert({ accountId, name: 'gone', at }),
    )
    await addAll(repositoryId, [['2026-03-01', '1.0', 2]])
    await db.deleteFrom('repository').where('repository_id', '=', repositoryId).execute()
    expect(JSON.parse(String((await listPulls(service, new URLSearchParams())).body))).toMatchObject({
      pulls: [],
    })
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
    await store.transaction((tx) =>
      databaseOf(tx).insertInto('setting').values({ name: 'x', value: 'y' }).execute(),
    )
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

  test('a reader of a store that is no more starts again', async () => {
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
