import { afterEach, beforeEach, expect, test } from 'vitest'
import { addAlias } from '#registry/domain/aliases/add-alias.ts'
import { createAccount } from '#registry/domain/identities/create-account.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import { openTestService, type TestService } from '#testing/registry/open-test-service.ts'
import { newDefaultAlias } from './aliases.ts'

let fixture: TestService
beforeEach(async () => {
  fixture = await openTestService()
})
afterEach(() => fixture[Symbol.asyncDispose]())

const at = '2026-03-01T12:00:00.000Z'

test('names have the form that is seen on public.ecr.aws', () => {
  for (let n = 0; n < 100; n += 1) expect(newDefaultAlias()).toMatch(/^(?:[a-z][0-9]){4}$/)
})

test('the first call gives the account an alias, which is primary; later calls change nothing', async () => {
  const { service } = fixture
  const { accountId } = await createAccount(service)
  expect(await service.store.transaction((tx) => tx.aliases.ensureDefault({ accountId, at }))).toBe(true)
  expect(await service.store.transaction((tx) => tx.aliases.ensureDefault({ accountId, at }))).toBe(false)
  const aliases = await databaseOf(service.store).selectFrom('alias').selectAll().execute()
  expect(aliases).toEqual([
    {
      name: expect.stringMatching(/^(?:[a-z][0-9]){4}$/),
      account_id: accountId,
      status: 'ACTIVE',
      is_primary: 1,
      is_default: 1,
      created_at: at,
      decided_at: null,
      reason: null,
    },
  ])
})

test('a custom alias that came first stays the primary one', async () => {
  const { service } = fixture
  const { accountId } = await createAccount(service)
  await addAlias(service, { accountId, name: 'tide' })
  await service.store.transaction((tx) => tx.aliases.ensureDefault({ accountId, at }))
  const aliases = await databaseOf(service.store)
    .selectFrom('alias')
    .select(['name', 'is_primary', 'is_default'])
    .orderBy('is_default')
    .execute()
  expect(aliases).toMatchObject([
    { name: 'tide', is_primary: 1, is_default: 0 },
    { is_primary: 0, is_default: 1 },
  ])
})
