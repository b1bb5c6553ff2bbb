import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { countEdits, findNearest } from '#lib/config/nearest-words.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import { StoreBrokenError, StoreFullError } from '#registry/store/store-error.ts'
import { openTestService, type TestService } from '#testing/registry/open-test-service.ts'
import { handleOperatorRequest, type OperatorEvent, versionHeader } from './handle-operator-request.ts'
import { operatorGroups, operatorTable } from './operator-table.ts'
import { toOperatorVersion } from './operator-version.ts'
import { toRequestSchema } from './request-schema.ts'

let fixture: TestService
beforeEach(async () => {
  fixture = await openTestService()
})
afterEach(() => fixture[Symbol.asyncDispose]())

const nobodyWaits = new AbortController()
nobodyWaits.abort()

async function send(
  path: string,
  body: unknown = {},
  more: { method?: string; version?: string; gone?: true } = {},
) {
  const events: OperatorEvent[] = []
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  const last = await handleOperatorRequest(
    fixture.service,
    {
      method: more.method ?? 'POST',
      url: path,
      headers: more.version === undefined ? {} : { [versionHeader]: more.version },
      body: (async function* () {
        yield bytes
      })(),
    },
    {
      signal: more.gone ? nobodyWaits.signal : new AbortController().signal,
      send: (event) => events.push(event),
    },
  )
  return { ...last, events }
}

const failure = (code: string, message: string) => ({
  error: { code, message: expect.stringContaining(message) },
})

test('a verb is done, and its secret is in the answer and not in the log', async () => {
  const answer = await send('/operator/account/create', { displayName: 'Tide' })
  expect(answer).toMatchObject({
    result: {
      accountId: expect.stringMatching(/^\d{12}$/),
      secretAccessKey: expect.stringMatching(/^.{40}$/),
    },
  })
  const { secretAccessKey } = (answer as { result: { secretAccessKey: string } }).result
  expect(JSON.stringify(fixture.log)).toContain('account create')
  expect(JSON.stringify(fixture.log)).not.toContain(secretAccessKey)
})

const publisher = { account: '111111111111' }

describe('what is not understood is told in the words of the options:', () => {
  test.each<[string, unknown, string]>([
    ['/operator/registry/verify', {}, '--account is missing.'],
    ['/operator/registry/verify', { account: '12' }, '--account: has to be an account id'],
    ['/operator/registry/verify', { account: 12 }, '--account: '],
    ['/operator/registry/verify', { acount: '1' }, 'There is no option --acount.'],
    ['/operator/account/create', { displayName: 'x'.repeat(101) }, '--display-name: '],
    ['/operator/registry/describe', { ...publisher, description: 'x'.repeat(501) }, '--description: '],
    ['/operator/registry/describe', { ...publisher, description: 'one\ntwo' }, 'one line of plain text'],
    ['/operator/registry/describe', { ...publisher, description: '\u202eelit' }, 'one line of plain text'],
    [
      '/operator/registry/describe',
      { ...publisher, website: 'http://tide.example' },
      'a whole https address',
    ],
    ['/operator/registry/describe', { ...publisher, website: 'tide.example' }, 'a whole https address'],
    ['/operator/registry/describe', { ...publisher, website: 'https://a:b@tide.example' }, 'https address'],
    ['/operator/registry/describe', { ...publisher, website: 'javascript:alert(1)' }, 'https address'],
    ['/operator/registry/describe', { ...publisher, website: `https://${'x'.repeat(193)}` }, '--website: '],
    ['/operator/alias/list', { status: 'LOST' }, '--status: '],
    ['/operator/account/create', '{', 'not JSON'],
    ['/operator/account/create', '[]', 'The request is wrong'],
    ['/operator/account/create', 'x'.repeat(1024 * 1024 + 1), 'more than 1048576 bytes'],
    ['/operator/account/creat', {}, 'Did you mean /operator/account/create?'],
    ['/operator/constructor/toString', {}, 'There is no POST /operator/constructor/toString.'],
    ['/', {}, 'The API is POST /operator/<group>/<verb>.'],
  ])('%s %j', async (path, body, message) => {
    expect(await send(path, body)).toMatchObject(failure('InvalidRequest', message))
  })

  test('another method', async () => {
    const answer = await send('/operator/account/list', {}, { method: 'GET' })
    expect(answer).toMatchObject(failure('InvalidRequest', 'There is no GET'))
  })
})

test('what cannot be done is refused with the reason', async () => {
  const answer = await send('/operator/registry/verify', { account: '999999999999' })
  expect(answer).toMatchObject(failure('Refused', 'There is no account 999999999999.'))
})

test('a description without anything to set is refused; of a publisher it leaves a record', async () => {
  await send('/operator/account/create', { id: publisher.account })
  expect(await send('/operator/registry/describe', publisher)).toMatchObject(
    failure('Refused', 'Nothing to set'),
  )
  const described = { ...publisher, description: ' Tools. ', website: 'https://tide.example/a' }
  expect(await send('/operator/registry/describe', described)).toMatchObject({
    result: { accountId: publisher.account, description: 'Tools.', website: described.website },
  })
  const { result } = (await send('/operator/registry/describe', { ...publisher, description: '' })) as {
    result: object
  }
  expect(result).toMatchObject({ description: '', website: described.website })
  const rows = await databaseOf(fixture.service.store).selectFrom('audit_event').selectAll().execute()
  const records = rows.map((row) => JSON.stringify(row)).filter((row) => row.includes('DescribeRegistry'))
  expect(records).toHaveLength(3)
  expect(records[1]).toContain('Tools.')
})

test('a command of another version is told so, whatever it asks for', async () => {
  const answer = await send('/operator/account/fly', {}, { version: '0123456789ab' })
  expect(answer).toMatchObject(failure('WrongVersion', 'Restart the program'))
  expect(await send('/operator/account/list', {}, { version: toOperatorVersion() })).toHaveProperty('result')
})

test('a failure of ours shows a request id only, and the log has the cause', async () => {
  await databaseOf(fixture.service.store).schema.dropTable('released_alias').execute()
  await send('/operator/account/create', { id: '111111111111' })
  const answer = await send('/operator/alias/add', { account: '111111111111', name: 'tidewater' })
  expect(answer).toMatchObject(failure('Failed', 'under request id'))
  expect(JSON.stringify(answer)).not.toContain('released_alias')
  expect(JSON.stringify(fixture.log)).toContain('released_alias')
})

test('a store that cannot be written says so in its own words, and the log has the cause', async () => {
  const { store } = fixture.service
  for (const failure of [new StoreFullError('Full.'), Object.assign(new Error('no'), { code: 'ENOSPC' })]) {
    store.transaction = () => Promise.reject(failure)
    const answer = await send('/operator/account/create', { id: '111111111111' })
    expect(answer).toMatchObject({
      error: { code: 'Refused', message: expect.stringContaining('store gc --grace-seconds 0') },
    })
  }
  store.transaction = () => Promise.reject(new StoreBrokenError('The disk has failed; start it again.'))
  expect(await send('/operator/account/create', { id: '111111111111' })).toMatchObject({
    error: { code: 'Refused', message: 'The disk has failed; start it again.' },
  })
  expect(JSON.stringify(fixture.log)).toContain('operator request failed')
})

test('long work ends when nobody waits for it', async () => {
  await databaseOf(fixture.service.store)
    .insertInto('blob')
    .values({ digest: `sha256:${'0'.repeat(64)}`, size_bytes: 4, created_at: '', unlinked_at: null })
    .execute()
  expect(await send('/operator/store/verify', {}, { gone: true })).toMatchObject(
    failure('Refused', 'given up'),
  )
})

describe('every row of the table', () => {
  test('has a name of its own, a group with help, and help for each option', () => {
    const names = operatorTable.map(({ group, name }) => `${group} ${name}`)
    expect(new Set(names).size).toBe(names.length)
    for (const verb of operatorTable) {
      expect(operatorGroups.has(verb.group)).toBe(true)
      expect(verb.help).toMatch(/^[a-z].*[^.]$/)
      for (const [field, form] of Object.entries(toRequestSchema(verb.request).properties)) {
        expect(form.description, `${verb.group} ${verb.name} ${field}`).toBeTruthy()
        expect(field).not.toMatch(/^(?:json|help)$/)
      }
    }
    for (const group of operatorGroups.keys())
      expect(operatorTable.map((verb) => verb.group)).toContain(group)
  })
})

test('edits are counted with swaps as one, and only what is near is suggested', () => {
  expect(countEdits('acount', 'account')).toBe(1)
  expect(countEdits('veirfy', 'verify')).toBe(1)
  expect(countEdits('', 'key')).toBe(3)
  expect(findNearest('aliass', ['alias', 'account'])).toEqual(['alias'])
  expect(findNearest('acc', ['alias', 'account'])).toEqual(['account'])
  expect(findNearest('serve', ['alias', 'account'])).toEqual([])
})
