/** LookupEvents: what is found, in which order, by whom, and what is refused. The CLI itself is in e2e/lookup-events.protocol.test.ts. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type ApiTest,
  openApiTest,
  otherAccount,
  ownerAccount,
} from '#testing/registry/ecr-public/open-api-test.ts'
import { type Credentials, signCall } from '#testing/registry/ecr-public/sign-call.ts'
import { handleLookupRequest, isCloudTrailRequest } from './handle-lookup-request.ts'

interface Found {
  EventId: string
  EventName: string
  CloudTrailEvent: string
}

const prefix = 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.'

let api: ApiTest
beforeEach(async () => {
  api = await openApiTest()
})
afterEach(() => api.close())

async function send(
  input: object,
  options: { as?: Credentials; target?: string; signingName?: string } = {},
) {
  const { as = api.credentials.owner, target = `${prefix}LookupEvents`, signingName = 'cloudtrail' } = options
  const headers = { 'x-amz-target': target }
  const call = { input, headers, signingName, signedAt: api.service.clock() }
  const request = await signCall(as, call)
  expect(isCloudTrailRequest(request)).toBe(true)
  const { status, body } = await handleLookupRequest(api.service, request)
  return { status, body: JSON.parse(body) }
}

async function look(input: object, as?: Credentials): Promise<Found[]> {
  const { status, body } = await send(input, as && { as })
  expect(status, body.message).toBe(200)
  return body.Events
}

const by = (AttributeKey: string, AttributeValue: string) => ({
  LookupAttributes: [{ AttributeKey, AttributeValue }],
})
const names = (events: Found[]) => events.map(({ EventName }) => EventName)

describe('what has happened is found', () => {
  beforeEach(async () => {
    await api.call('CreateRepository', { repositoryName: 'app' })
    api.setTime('2026-03-01T12:00:10.000Z')
    await api.call('TagResource', {
      resourceArn: `arn:aws:ecr-public::${ownerAccount}:repository/app`,
      tags: [{ Key: 'a', Value: 'b' }],
    })
    api.setTime('2026-03-01T12:00:20.000Z')
    await api.call('DescribeRegistries')
    await api.call('CreateRepository', { repositoryName: 'theirs' }, api.credentials.other)
  })

  test('the newest first, in the form of CloudTrail, and nothing of another account', async () => {
    const events = await look({})
    expect(names(events)).toEqual(['DescribeRegistries', 'TagResource', 'CreateRepository'])
    expect(events[1]).toEqual({
      EventId: expect.any(String),
      EventName: 'TagResource',
      ReadOnly: 'false',
      AccessKeyId: 'AKIAOWNER',
      EventTime: Date.parse('2026-03-01T12:00:10.000Z') / 1000,
      EventSource: 'ecr-public.amazonaws.com',
      Username: 'admin',
      Resources: [{ ResourceType: 'AWS::ECR::PublicRepository', ResourceName: 'app' }],
      CloudTrailEvent: expect.any(String),
    })
    expect(JSON.parse(events[1]?.CloudTrailEvent ?? '')).toMatchObject({
      eventID: events[1]?.EventId,
      recipientAccountId: ownerAccount,
    })
    expect(names(await look({}, api.credentials.other))).toEqual(['CreateRepository'])
    // And the first lookup is itself an event by now.
    expect(names(await look({}))[0]).toBe('LookupEvents')
  })

  test.each([
    ['EventName', 'CreateRepository', ['CreateRepository']],
    ['EventName', 'PutImage', []],
    ['ReadOnly', 'true', ['DescribeRegistries']],
    ['ReadOnly', 'false', ['TagResource', 'CreateRepository']],
    ['ReadOnly', 'perhaps', []],
    ['Username', 'admin', ['DescribeRegistries', 'TagResource', 'CreateRepository']],
    ['Username', 'nobody', []],
    ['ResourceType', 'AWS::ECR::PublicRepository', ['TagResource', 'CreateRepository']],
    ['ResourceType', 'AWS::S3::Bucket', []],
    ['ResourceName', 'app', ['TagResource', 'CreateRepository']],
    [
      'ResourceName',
      `arn:aws:ecr-public::${ownerAccount}:repository/app`,
      ['TagResource', 'CreateRepository'],
    ],
    ['ResourceName', 'theirs', []],
    ['EventSource', 'ecr-public.amazonaws.com', ['DescribeRegistries', 'TagResource', 'CreateRepository']],
    ['EventSource', 's3.amazonaws.com', []],
    ['AccessKeyId', 'AKIAOWNER', ['DescribeRegistries', 'TagResource', 'CreateRepository']],
    ['AccessKeyId', 'AKIAOTHER', []],
  ])('by %s %s', async (key, value, expected) => {
    expect(names(await look(by(key, value)))).toEqual(expected)
  })

  test('by EventId', async () => {
    const [, event] = await look({})
    expect(names(await look(by('EventId', event?.EventId ?? '')))).toEqual(['TagResource'])
  })

  test('within a time, whose ends belong to it', async () => {
    const at = (second: number) => Date.parse('2026-03-01T12:00:00.000Z') / 1000 + second
    expect(names(await look({ StartTime: at(10) }))).toEqual(['DescribeRegistries', 'TagResource'])
    expect(names(await look({ EndTime: at(10) }))).toEqual(['TagResource', 'CreateRepository'])
    expect(names(await look({ StartTime: at(0.5), EndTime: at(19.5) }))).toEqual(['TagResource'])
  })

  test('in pages, each behind the last one, also while more happens', async () => {
    const found: string[] = []
    let NextToken: string | undefined
    for (let page = 1; page <= 10; page += 1) {
      const { body } = await send({ MaxResults: 1, ...(NextToken !== undefined && { NextToken }) })
      found.push(...names(body.Events))
      NextToken = body.NextToken
      if (NextToken === undefined) break
    }
    expect(found).toEqual(['DescribeRegistries', 'TagResource', 'CreateRepository'])
  })
})

test("an account's log has what others did in its registry, and nobody else sees that", async () => {
  await api.call('CreateRepository', { repositoryName: 'app' })
  const input = { registryId: ownerAccount, repositoryName: 'app' }
  await api.call('DeleteRepository', input, api.credentials.other)
  expect(names(await look({}))).toEqual(['DeleteRepository', 'CreateRepository'])
  const [theirs] = await look(by('EventName', 'DeleteRepository'), api.credentials.other)
  expect(JSON.parse(theirs?.CloudTrailEvent ?? '')).toMatchObject({
    errorCode: 'AccessDeniedException',
    userIdentity: { accountId: otherAccount },
  })
})

test('one query looks at so many records and goes on from there', async () => {
  await api.call('CreateRepository', { repositoryName: 'app' })
  const { audit } = api.service.store
  const filter = { accountId: ownerAccount, reader: 'account' } as const
  const far = await audit.find(filter, { before: 200_002, limit: 5 })
  expect(far).toEqual({ events: [], before: 100_002 })
  const near = await audit.find(filter, { before: 100_002, limit: 5 })
  expect(near).toMatchObject({ events: [], before: 2 })
  expect(await audit.find(filter, { before: 2, limit: 5 })).toMatchObject({
    events: [{ eventName: 'CreateRepository' }],
    before: null,
  })
})

describe('what cannot be looked up is refused', () => {
  const attribute = { AttributeKey: 'EventName', AttributeValue: 'PutImage' }
  test.each([
    ['InvalidLookupAttributesException', { LookupAttributes: [attribute, attribute] }],
    ['InvalidLookupAttributesException', by('Colour', 'red')],
    ['InvalidLookupAttributesException', by('constructor', 'red')],
    ['InvalidLookupAttributesException', by('EventName', '')],
    ['InvalidLookupAttributesException', by('EventName', 'x'.repeat(2001))],
    ['InvalidLookupAttributesException', { LookupAttributes: [null] }],
    ['InvalidTimeRangeException', { StartTime: 2, EndTime: 1 }],
    ['InvalidTimeRangeException', { StartTime: 'yesterday' }],
    ['InvalidMaxResultsException', { MaxResults: 51 }],
    ['InvalidMaxResultsException', { MaxResults: 0 }],
    ['InvalidNextTokenException', { NextToken: 'made-up' }],
    ['InvalidNextTokenException', { NextToken: 7 }],
  ])('%s', async (code, input) => {
    expect(await send(input)).toMatchObject({ status: 400, body: { __type: code } })
  })

  test('a time that is none, which does not keep the call from being recorded', async () => {
    const input = { StartTime: 1e300, EndTime: 1e301, ...by('EventName', 'PutImage') }
    const { credentials } = api
    expect(await send(input, { as: credentials.gallery })).toMatchObject({
      body: { __type: 'AccessDeniedException' },
    })
    expect(await send(input)).toMatchObject({ body: { __type: 'InvalidTimeRangeException' } })
    const records = (await look({})).map(({ CloudTrailEvent }) => JSON.parse(CloudTrailEvent))
    expect(records[0]).toMatchObject({
      errorCode: 'InvalidTimeRangeException',
      requestParameters: by('EventName', 'PutImage'),
    })
  })

  test('a token of another lookup, or of another account', async () => {
    for (const repositoryName of ['one', 'two']) await api.call('CreateRepository', { repositoryName })
    const { NextToken } = (await send({ MaxResults: 1 })).body
    expect(await send({ MaxResults: 1, NextToken })).toMatchObject({ status: 200 })
    const refused = { status: 400, body: { __type: 'InvalidNextTokenException' } }
    expect(await send({ NextToken, ...by('ReadOnly', 'true') })).toMatchObject(refused)
    expect(await send({ NextToken }, { as: api.credentials.other })).toMatchObject(refused)
  })

  test('by whom it is not allowed', async () => {
    expect(await send({}, { as: api.credentials.gallery })).toMatchObject({
      status: 400,
      body: { __type: 'AccessDeniedException', message: expect.stringContaining('cloudtrail:LookupEvents') },
    })
  })

  test('a signature for another service, and a wrong one', async () => {
    expect(await send({}, { signingName: 'ecr-public' })).toMatchObject({
      body: { __type: 'InvalidSignatureException' },
    })
    const forged = { ...api.credentials.owner, secretAccessKey: 'wrong' }
    expect(await send({}, { as: forged })).toMatchObject({ body: { __type: 'InvalidSignatureException' } })
  })

  test.each(['CreateTrail', 'DeleteTrail', 'StopLogging', 'lookupevents', ''])(
    '%s, which is not here',
    async (name) => {
      expect(await send({}, { target: `${prefix}${name}` })).toMatchObject({
        status: 400,
        body: { __type: 'UnknownOperationException' },
      })
    },
  )
})
