/** What the operator decides is recorded: in the transaction of the change, without secrets, and also when it is refused. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import { openTestService, type TestService } from '#testing/registry/open-test-service.ts'
import { findVerb, operatorTable } from './operator-table.ts'

const account = '641065915345'

let fixture: TestService
beforeEach(async () => {
  fixture = await openTestService()
})
afterEach(() => fixture[Symbol.asyncDispose]())

const call = { signal: new AbortController().signal, tell: () => {}, emit: () => {} }

function run(group: string, name: string, input: object): Promise<object> {
  const verb = findVerb(group, name)
  if (verb === undefined) throw new Error(`There is no ${group} ${name}.`)
  return verb.call(fixture.service, input, call)
}

const read = async () => (await fixture.service.store.audit.list(0)).map(({ record }) => JSON.parse(record))

describe('each verb says what its record keeps:', () => {
  const reading = new Set(['list', 'show', 'explain', 'check', 'tail', 'lookup', 'usage'])
  // It works where no log can be written to.
  const isOffline = (group: string, name: string) =>
    ['store repair', 'store move', 'store move-content', 'backup restore'].includes(`${group} ${name}`)
  test.each(operatorTable.map(({ group, name, recorded }) => ({ group, name, recorded })))(
    '$group $name',
    ({ group, name, recorded }) => {
      const decidesNothing =
        reading.has(name) || (name === 'verify' && group !== 'registry') || isOffline(group, name)
      expect(recorded === null).toBe(decidesNothing)
      expect(recorded ?? []).not.toContain('token')
    },
  )
})

test('an account that is made is in the log, and the secret of its owner is not', async () => {
  const made = await run('account', 'create', { id: account, displayName: 'Tidewater' })
  const records = await read()
  expect(records).toMatchObject([
    {
      eventSource: 'operator.public-gallery',
      eventName: 'CreateAccount',
      userIdentity: { type: 'Operator' },
      requestParameters: { id: account, displayName: 'Tidewater', accountId: account },
      responseElements: null,
      readOnly: false,
      recipientAccountId: account,
    },
  ])
  expect(JSON.stringify(records)).not.toContain(Reflect.get(made, 'secretAccessKey'))
})

test('a document is kept as it was given', async () => {
  await run('account', 'create', { id: account })
  const document = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }
  await run('policy', 'create', { account, name: 'all', document })
  const [, record] = await read()
  expect(record).toMatchObject({ eventName: 'CreatePolicy', recipientAccountId: account })
  expect(JSON.parse(record.requestParameters.document)).toEqual(document)
})

test('a change that cannot be recorded is not made', async () => {
  await run('account', 'create', { id: account })
  vi.spyOn(fixture.service.audit, 'append').mockRejectedValueOnce(new Error('no room'))
  await expect(run('registry', 'verify', { account })).rejects.toThrow('no room')
  const stored = await databaseOf(fixture.service.store)
    .selectFrom('account')
    .select('verified')
    .executeTakeFirst()
  expect(stored).toEqual({ verified: 0 })
  expect((await read()).at(-1)).toMatchObject({ eventName: 'VerifyRegistry', errorCode: 'Failed' })
})

test('a decision that is refused is recorded with the reason', async () => {
  await expect(run('registry', 'verify', { account })).rejects.toThrow()
  expect(await read()).toMatchObject([
    { eventName: 'VerifyRegistry', errorCode: 'Refused', errorMessage: expect.stringContaining(account) },
  ])
})

test('looking at something leaves no record', async () => {
  await run('account', 'list', {})
  await run('audit', 'tail', {})
  await run('audit', 'verify', {})
  expect(await read()).toEqual([])
})
