/**
 * What LookupEvents shows of the calls of others: the owner of a registry learns the account and the principal of a caller, and
 * a third account nothing. Told from the calls of several accounts, as they are sent and recorded.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { handleApiRequest } from '#registry/apis/ecr-public/handle-api-request.ts'
import { verifyAuditLog } from '#registry/domain/audit/verify-audit-log.ts'
import { createAccount } from '#registry/domain/identities/create-account.ts'
import { createAccessKey } from '#registry/domain/identities/manage-access-key.ts'
import { addCast, type CastName } from '#testing/registry/ecr-public/add-cast.ts'
import {
  type ApiTest,
  openApiTest,
  otherAccount,
  ownerAccount,
} from '#testing/registry/ecr-public/open-api-test.ts'
import { type Credentials, signCall } from '#testing/registry/ecr-public/sign-call.ts'
import { handleLookupRequest } from './handle-lookup-request.ts'
import { toOwnersRecord } from './to-owners-record.ts'

interface Found {
  EventName: string
  CloudTrailEvent: string
}

let api: ApiTest
beforeEach(async () => {
  api = await openApiTest()
})
afterEach(() => api.close())

async function look(input: object, as: Credentials = api.credentials.owner): Promise<Found[]> {
  const headers = { 'x-amz-target': 'CloudTrail_20131101.LookupEvents' }
  const call = { input, headers, signingName: 'cloudtrail', signedAt: api.service.clock() }
  const { status, body } = await handleLookupRequest(api.service, await signCall(as, call))
  expect(status, body).toBe(200)
  return JSON.parse(body).Events
}

const by = (AttributeKey: string, AttributeValue: string) => ({
  LookupAttributes: [{ AttributeKey, AttributeValue }],
})
const names = (events: readonly Found[]) => events.map(({ EventName }) => EventName)

describe("of another account's call the owner of a registry learns the account and the principal", () => {
  const appArn = `arn:aws:ecr-public::${ownerAccount}:repository/app`
  const reference = { registryId: ownerAccount, repositoryName: 'app' }
  const userAgent = 'secret-tool/1.0 host/build-7'
  const sourceIp = '198.51.100.23'
  let cast: Record<CastName, Credentials>
  /** What only the caller's own account is to see. */
  let secrets: string[]

  /** One call from an address and with a program of its own. */
  const call = async (operation: string, input: object, as: Credentials) => {
    const request = await signCall(as, { operation, input, signedAt: api.service.clock() })
    const headers = { ...request.headers, 'user-agent': userAgent }
    return handleApiRequest(api.service, { ...request, headers, sourceIp })
  }

  beforeEach(async () => {
    await api.call('CreateRepository', { repositoryName: 'app' })
    cast = await addCast(api)
    await call('DescribeImages', { ...reference, maxResults: 7 }, cast.crossBoth)
    await call('InitiateLayerUpload', reference, cast.crossBoth)
    await call('TagResource', { resourceArn: appArn, tags: [{ Key: 'by', Value: 'them' }] }, cast.crossBoth)
    const policyText = JSON.stringify({
      Statement: { Principal: `arn:aws:iam::${otherAccount}:user/hidden` },
    })
    await call('SetRepositoryPolicy', { ...reference, policyText }, cast.otherOwner)
    await call('DescribeImages', { ...reference, nextToken: 'made-up-token' }, cast.crossBoth)
    await call('DescribeImages', reference, cast.crossResourceOnly)
    secrets = [cast.crossBoth, cast.otherOwner, cast.crossResourceOnly].map((key) => key.accessKeyId)
    secrets.push('crossBoth', 'crossResourceOnly', 'user/', 'hidden', userAgent, sourceIp, 'made-up-token')
  })

  const foreign = (events: readonly Found[]) =>
    events.filter(({ CloudTrailEvent }) => CloudTrailEvent.includes(`"AWSAccount"`))

  test('and no key, ARN, name, address or program', async () => {
    const events = foreign(await look({}))
    expect(names(events).toSorted()).toEqual([
      ...['DescribeImages', 'DescribeImages', 'DescribeImages'],
      ...['InitiateLayerUpload', 'SetRepositoryPolicy', 'TagResource'],
    ])
    for (const event of events) {
      const text = JSON.stringify(event)
      for (const secret of secrets) expect(text, secret).not.toContain(secret)
      expect(event).not.toHaveProperty('AccessKeyId')
      expect(event).not.toHaveProperty('Username')
      const record = JSON.parse(event.CloudTrailEvent)
      expect(record).toMatchObject({
        userIdentity: { type: 'AWSAccount', accountId: otherAccount },
        recipientAccountId: ownerAccount,
        resources: [{ accountId: ownerAccount, ARN: appArn }],
      })
      expect(Object.keys(record.userIdentity)).toEqual(['type', 'principalId', 'accountId'])
      expect(record.userIdentity.principalId).toMatch(/^AIDA[A-Z0-9]+$/)
    }
  })

  test('and what was done, or tried without the texts that were sent', async () => {
    const [tagged] = await look(by('EventName', 'TagResource'))
    expect(JSON.parse(tagged?.CloudTrailEvent ?? '')).toMatchObject({
      requestParameters: { resourceArn: appArn, tags: [{ Key: 'by', Value: 'them' }] },
    })
    const [denied] = await look(by('EventName', 'SetRepositoryPolicy'))
    expect(JSON.parse(denied?.CloudTrailEvent ?? '')).toMatchObject({
      requestParameters: reference,
      errorCode: 'AccessDeniedException',
      errorMessage: expect.stringContaining(`User: arn:aws:iam::${otherAccount}:root is not authorized to`),
    })
  })

  test('while the caller sees all of its own', async () => {
    const events = await look(by('AccessKeyId', cast.crossBoth.accessKeyId), cast.otherOwner)
    expect(names(events)).toEqual(['DescribeImages', 'TagResource', 'InitiateLayerUpload', 'DescribeImages'])
    for (const event of events) {
      expect(event).toMatchObject({ AccessKeyId: cast.crossBoth.accessKeyId, Username: 'crossBoth' })
      expect(JSON.parse(event.CloudTrailEvent)).toMatchObject({
        userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${otherAccount}:user/crossBoth` },
        sourceIPAddress: sourceIp,
        userAgent,
        recipientAccountId: otherAccount,
      })
    }
  })

  test('and nothing by asking for a key or a name', async () => {
    for (const [key, value] of [
      ['AccessKeyId', cast.crossBoth.accessKeyId],
      ['AccessKeyId', cast.otherOwner.accessKeyId],
      ['Username', 'crossBoth'],
    ] as const) {
      expect(await look(by(key, value))).toEqual([])
    }
    // A user of the owner's of the same name is found, and not the other one.
    await api.addUser('crossBoth')
    const own = { accessKeyId: 'AKIAOWNNAMESAKE', secretAccessKey: 'x' }
    await api.addKey({ ...own, accountId: ownerAccount, userName: 'crossBoth' })
    await api.call('DescribeRegistries', {}, own)
    expect(names(await look(by('Username', 'crossBoth')))).toEqual(['DescribeRegistries'])
  })

  test('also of a session, without its name', async () => {
    const record = JSON.stringify({
      userIdentity: {
        type: 'AssumedRole',
        principalId: 'AROA1:jane@example.com',
        arn: `arn:aws:sts::${otherAccount}:assumed-role/deploy/jane@example.com`,
        accountId: otherAccount,
        accessKeyId: 'ASIA1',
        sessionContext: { sessionIssuer: { arn: `arn:aws:iam::${otherAccount}:role/deploy` } },
      },
      errorCode: 'AccessDeniedException',
      errorMessage: `User: arn:aws:sts::${otherAccount}:assumed-role/deploy/jane@example.com is not authorized`,
      requestParameters: null,
      recipientAccountId: otherAccount,
      somethingNew: 'secret',
    })
    expect(JSON.parse(toOwnersRecord(record, ownerAccount))).toEqual({
      userIdentity: { type: 'AWSAccount', principalId: 'AROA1', accountId: otherAccount },
      errorCode: 'AccessDeniedException',
      errorMessage: `User: arn:aws:iam::${otherAccount}:root is not authorized`,
      requestParameters: null,
      recipientAccountId: ownerAccount,
    })
  })

  test('and a third account nothing', async () => {
    const accountId = '333333333333'
    await createAccount(api.service, { accountId, displayName: 'Third' })
    const third = await createAccessKey(api.service, { accountId, userName: 'admin' })
    // What the operator did with the account is its own.
    expect(names(await look({}, third)).toSorted()).toEqual(
      expect.not.arrayContaining(['DescribeImages', 'TagResource']),
    )
    expect(await look(by('ResourceName', 'app'), third)).toEqual([])
  })

  test('and the operator sees everything', async () => {
    const filter = { accountId: ownerAccount, reader: 'operator', userName: 'crossBoth' } as const
    const { events } = await api.service.store.audit.find(filter, { before: 10_000, limit: 50 })
    expect(events).toHaveLength(4)
    expect(events[0]?.record).toContain(cast.crossBoth.accessKeyId)
  })
})

test("the gallery's reads are not recorded, and what it may not do is the event of no account", async () => {
  await api.call('CreateRepository', { repositoryName: 'app' })
  await api.call('CreateRepository', { repositoryName: 'theirs' }, api.credentials.other)
  for (const [registryId, repositoryName] of [
    [ownerAccount, 'app'],
    [otherAccount, 'theirs'],
  ]) {
    await api.call('DescribeImages', { registryId, repositoryName }, api.credentials.gallery)
    await api.call('DeleteRepository', { registryId, repositoryName }, api.credentials.gallery)
  }
  for (const as of [api.credentials.owner, api.credentials.other]) {
    for (const input of [{}, by('Username', 'gallery'), by('AccessKeyId', 'AKIAGALLERY')]) {
      const text = JSON.stringify(await look({ ...input, EndTime: api.service.clock().getTime() / 1000 }, as))
      expect(text).not.toMatch(/DescribeImages|DeleteRepository|"principalId\\":\\"gallery/)
    }
  }
  await api.call('DescribeImages', { repositoryName: 'none' }, api.credentials.gallery)
  await api.service.audit.flush()
  // The operator has the refused ones.
  const all = await api.service.store.audit.list(0)
  const ofGallery = all.filter(({ userName }) => userName === 'gallery')
  expect(ofGallery.map(({ eventName }) => eventName)).toEqual(['DeleteRepository', 'DeleteRepository'])
  expect(await verifyAuditLog(api.service.store, api.service.config.dataDir)).toMatchObject({ broken: null })
})
