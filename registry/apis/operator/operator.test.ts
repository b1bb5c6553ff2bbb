import { readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { authenticateRequest } from '#registry/domain/access/authenticate-request.ts'
import { addAlias } from '#registry/domain/aliases/add-alias.ts'
import { createAccount } from '#registry/domain/identities/create-account.ts'
import { createFirstAccounts } from '#registry/domain/identities/create-first-accounts.ts'
import { describeRegistry } from '#registry/domain/identities/describe-registry.ts'
import { createAccessKey, deleteAccessKey } from '#registry/domain/identities/manage-access-key.ts'
import { createUser } from '#registry/domain/identities/manage-user.ts'
import { setVerified } from '#registry/domain/identities/set-verified.ts'
import { OperatorError } from '#registry/domain/operator-error.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import { signCall } from '#testing/registry/ecr-public/sign-call.ts'
import { openTestService, type TestService } from '#testing/registry/open-test-service.ts'

const accountId = '111111111111'

let fixture: TestService
beforeEach(async () => {
  fixture = await openTestService()
})
afterEach(() => fixture[Symbol.asyncDispose]())

const listChangedAccounts = async () => {
  const rows = await databaseOf(fixture.service.store).selectFrom('change').select('account_id').execute()
  return rows.map((row) => row.account_id)
}

describe('accounts', () => {
  test('get a random id of twelve digits unless one is given', async () => {
    expect((await createAccount(fixture.service)).accountId).toMatch(/^[1-9]\d{11}$/)
    expect(await createAccount(fixture.service, { accountId })).toEqual({ accountId })
    expect(await listChangedAccounts()).toContain(accountId)
  })

  test('are refused when the id is taken or malformed', async () => {
    await createAccount(fixture.service, { accountId })
    await expect(createAccount(fixture.service, { accountId })).rejects.toThrow(OperatorError)
    await expect(createAccount(fixture.service, { accountId: '12' })).rejects.toThrow('12 digits')
    expect(await listChangedAccounts()).toEqual([accountId])
  })

  test('are marked as verified, and unmarked', async () => {
    const { service } = fixture
    await createAccount(service, { accountId })
    const isVerified = async () =>
      (await databaseOf(service.store).selectFrom('account').select('verified').executeTakeFirst())?.verified
    await setVerified(service, { accountId, verified: true })
    expect(await isVerified()).toBe(1)
    await setVerified(service, { accountId, verified: false })
    expect(await isVerified()).toBe(0)
    expect(await listChangedAccounts()).toHaveLength(3)
    await expect(setVerified(service, { accountId: '9', verified: true })).rejects.toThrow('no account 9')
  })
})

test('a publisher is described: what is given is set, the rest stays, empty text removes, and the feed tells each', async () => {
  const { service } = fixture
  await createAccount(service, { accountId })
  const website = 'https://tide.example'
  expect(await describeRegistry(service, { accountId, description: 'Tools.', website })).toEqual({
    description: 'Tools.',
    website,
  })
  expect(await describeRegistry(service, { accountId, description: '' })).toEqual({
    description: '',
    website,
  })
  expect(await describeRegistry(service, { accountId, website: '' })).toEqual({
    description: '',
    website: '',
  })
  expect(await listChangedAccounts()).toHaveLength(4)
  const nobody = describeRegistry(service, { accountId: '222222222222', website })
  await expect(nobody).rejects.toThrow('no account 222222222222')
})

describe('aliases', () => {
  const list = async () => {
    const rows = await databaseOf(fixture.service.store)
      .selectFrom('alias')
      .select(['name', 'is_primary'])
      .orderBy('name')
      .execute()
    return rows.map((row) => `${row.name}${row.is_primary ? ' (primary)' : ''}`)
  }

  test('the first is primary, a later one when asked for', async () => {
    await createAccount(fixture.service, { accountId })
    await addAlias(fixture.service, { accountId, name: 'alpha' })
    await addAlias(fixture.service, { accountId, name: 'beta' })
    expect(await list()).toEqual(['alpha (primary)', 'beta'])
    await addAlias(fixture.service, { accountId, name: 'gamma', primary: true })
    expect(await list()).toEqual(['alpha', 'beta', 'gamma (primary)'])
  })

  test.each(['A', 'a', '1a', 'a--b', 'a/b', '-ab', 'a'.repeat(51), '../x', 'search', 'robots.txt'])(
    '%s is refused',
    async (name) => {
      await createAccount(fixture.service, { accountId })
      await expect(addAlias(fixture.service, { accountId, name })).rejects.toThrow(OperatorError)
    },
  )

  test('a name belongs to one registry, and a registry has to exist', async () => {
    await createAccount(fixture.service, { accountId })
    await createAccount(fixture.service, { accountId: '222222222222' })
    await addAlias(fixture.service, { accountId, name: 'tide' })
    const taken = addAlias(fixture.service, { accountId: '222222222222', name: 'tide', primary: true })
    await expect(taken).rejects.toThrow('taken by another registry')
    const orphan = addAlias(fixture.service, { accountId: '333333333333', name: 'orphan' })
    await expect(orphan).rejects.toThrow('no account 333333333333')
    expect(await list()).toEqual(['tide (primary)'])
  })
})

describe('access keys', () => {
  const authenticate = async (key: Awaited<ReturnType<typeof createAccessKey>>) =>
    authenticateRequest(fixture.service, await signCall(key, { signedAt: fixture.service.clock() }))

  test('sign calls until they are deleted', async () => {
    await createAccount(fixture.service, { accountId })
    const { userId } = await createUser(fixture.service, { accountId, name: 'ci' })
    const key = await createAccessKey(fixture.service, { accountId, userName: 'ci' })
    expect(key.accessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/)
    expect(key.secretAccessKey).toMatch(/^[A-Za-z0-9+/]{40}$/)
    expect(await authenticate(key)).toEqual({
      kind: 'user',
      accountId,
      userName: 'ci',
      arn: `arn:aws:iam::${accountId}:user/ci`,
      principalId: userId,
      accessKeyId: key.accessKeyId,
    })
    await deleteAccessKey(fixture.service, key)
    await expect(authenticate(key)).rejects.toMatchObject({ code: 'UnrecognizedClientException' })
    await expect(deleteAccessKey(fixture.service, key)).rejects.toThrow(OperatorError)
  })

  test('of a session work with their token, until they expire', async () => {
    await createAccount(fixture.service, { accountId })
    const request = { accountId, userName: 'admin', sessionSeconds: 900 }
    const key = await createAccessKey(fixture.service, request)
    expect(key.accessKeyId).toMatch(/^ASIA/)
    expect(await authenticate(key)).toMatchObject({ accountId })
    fixture.setTime('2026-03-01T12:15:00.000Z')
    await expect(authenticate(key)).rejects.toMatchObject({ code: 'ExpiredTokenException' })
  })

  test('are for accounts that exist, and no secret stands in the store as it is', async () => {
    const request = { accountId, userName: 'admin' }
    await expect(createAccessKey(fixture.service, request)).rejects.toThrow(OperatorError)
    await createAccount(fixture.service, { accountId })
    const { secretAccessKey } = await createAccessKey(fixture.service, request)
    const stored = ['metadata.sqlite', 'metadata.sqlite-wal']
      .map((file) => readFileSync(join(fixture.dataDir, file), 'latin1'))
      .join()
    expect(stored).not.toContain(secretAccessKey)
  })
})

describe('the first accounts', () => {
  const path = () => join(fixture.dataDir, 'credentials')

  test('are made once, in a file that only the owner may read', async () => {
    await createFirstAccounts(fixture.service)
    const credentials = readFileSync(path(), 'utf8')
    expect(statSync(path()).mode & 0o777).toBe(0o600)
    const section = (name: string) =>
      `\\[${name}\\]\naws_access_key_id = AKIA\\S{16}\naws_secret_access_key = \\S{40}\nregion = us-east-1\n`
    expect(credentials).toMatch(new RegExp(`^${section('admin')}\n${section('gallery')}$`))

    await createFirstAccounts(fixture.service)
    expect(readFileSync(path(), 'utf8')).toBe(credentials)
    expect(await listChangedAccounts()).toHaveLength(1)
  })

  test('get new keys when the file was lost, and the old keys stop working', async () => {
    const db = databaseOf(fixture.service.store)
    const listKeys = async () => {
      const rows = await db
        .selectFrom('access_key')
        .select(['access_key_id', 'kind'])
        .orderBy('kind', 'desc')
        .execute()
      return rows
    }
    await createFirstAccounts(fixture.service)
    const before = await listKeys()
    rmSync(path())
    await createFirstAccounts(fixture.service)
    const after = await listKeys()
    expect(after).toMatchObject([{ kind: 'user' }, { kind: 'gallery' }])
    expect(after.map((key) => key.access_key_id)).not.toContain(before[0]?.access_key_id)
    expect(await listChangedAccounts()).toHaveLength(1)
  })

  test('never show their secrets in the log', async () => {
    await createFirstAccounts(fixture.service)
    const secret = /aws_secret_access_key = (\S+)/.exec(readFileSync(path(), 'utf8'))?.[1]
    expect(secret).toBeTruthy()
    expect(JSON.stringify(fixture.log)).not.toContain(secret)
  })
})
