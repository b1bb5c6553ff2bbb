/** What is recorded, and when: each operation and each step of a push leaves one record, whatever becomes of it. */
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { distributionRoutes } from '#registry/apis/distribution/route-table.ts'
import { aliasRoutes } from '#registry/apis/ecr-public/alias-operations.ts'
import { operationTable } from '#registry/apis/ecr-public/operation-table.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import {
  type DistributionTest,
  openDistributionTest,
} from '#testing/registry/distribution/open-distribution-test.ts'
import { pushBlob, pushImage, toDescriptor } from '#testing/registry/distribution/push-image.ts'
import { otherAccount, ownerAccount } from '#testing/registry/ecr-public/open-api-test.ts'
import { recordedMembers } from './recorded-members.ts'

interface AuditRecord extends Record<string, unknown> {
  eventName: string
  requestParameters: Record<string, unknown> | null
}

let api: DistributionTest
let seen = 0
beforeEach(async () => {
  api = await openDistributionTest()
  seen = 0
  await take()
})
afterEach(() => api.close())

/** The records since the last time. */
async function take(): Promise<AuditRecord[]> {
  await api.service.audit.flush()
  const events = await api.service.store.audit.list(seen)
  seen = events.at(-1)?.sequence ?? seen
  return events.map(({ record }) => JSON.parse(record))
}

const uuid = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
const repositoryArn = `arn:aws:ecr-public::${ownerAccount}:repository/app`
const resourceArn = repositoryArn
const repositoryName = 'app'
const uploadId = '00000000-0000-4000-8000-000000000000'
const layerDigests = [toDescriptor('x').digest]
const secret = 'c2VjcmV0LWJ5dGVz'

/** A request of each operation, with what its record keeps of it; some succeed and some fail. */
const calls: Record<string, { input: object; kept?: object | null; hidden?: object }> = {
  BatchCheckLayerAvailability: { input: { repositoryName, layerDigests } },
  BatchDeleteImage: { input: { repositoryName, imageIds: [{ imageTag: 'none' }] } },
  CompleteLayerUpload: { input: { repositoryName, uploadId, layerDigests } },
  CreateRepository: {
    input: {
      repositoryName: 'new',
      catalogData: { description: 'A', aboutText: 'x'.repeat(10_300) },
      tags: [{ Key: 'a', Value: 'b' }],
    },
    kept: {
      repositoryName: 'new',
      catalogData: { description: 'A', aboutText: `${'x'.repeat(10_240)}… (10300 characters)` },
      tags: [{ Key: 'a', Value: 'b' }],
    },
  },
  DeleteRepository: { input: { repositoryName, force: true } },
  DeleteRepositoryPolicy: { input: { repositoryName } },
  DescribeImageTags: { input: { repositoryName, maxResults: 5 } },
  DescribeImages: { input: { repositoryName, imageIds: [{ imageTag: 'none' }] } },
  DescribeRegistries: { input: { maxResults: 3 } },
  DescribeRepositories: { input: { repositoryNames: ['app'] } },
  GetAuthorizationToken: { input: {}, kept: null },
  GetRegistryCatalogData: { input: {}, kept: null },
  GetRepositoryCatalogData: { input: { repositoryName } },
  GetRepositoryPolicy: { input: { repositoryName } },
  InitiateLayerUpload: { input: { repositoryName } },
  ListTagsForResource: { input: { resourceArn } },
  PutImage: { input: { repositoryName, imageManifest: '{}', imageTag: 'latest' } },
  PutRegistryCatalogData: { input: { displayName: 'Acme' } },
  PutRepositoryCatalogData: {
    input: { repositoryName, catalogData: { description: 'B' } },
    hidden: { catalogData: { description: 'B', logoImageBlob: secret } },
  },
  SetRepositoryPolicy: { input: { repositoryName, policyText: '{"Version":"2012-10-17"}' } },
  TagResource: { input: { resourceArn, tags: [{ Key: 'team', Value: 'x' }] } },
  UntagResource: { input: { resourceArn, tagKeys: ['team'] } },
  UploadLayerPart: {
    input: { repositoryName, uploadId, partFirstByte: 0, partLastByte: 11 },
    hidden: { layerPartBlob: secret },
  },
}

describe('each operation leaves one record of the call:', () => {
  test.each([...operationTable.values()])('$name', async ({ name, access }) => {
    const call = calls[name]
    if (call === undefined)
      throw new Error(`Give ${name} a request above, and its row in recorded-members.ts.`)
    expect(recordedMembers).toHaveProperty(name)
    const answer = await api.call(name, { ...call.input, ...call.hidden, password: secret })
    const records = await take()
    expect(records).toHaveLength(1)
    const isFailure = answer.status !== 200
    expect(records[0]).toMatchObject({
      eventVersion: '1.08',
      userIdentity: {
        type: 'IAMUser',
        arn: `arn:aws:iam::${ownerAccount}:user/admin`,
        accountId: ownerAccount,
        accessKeyId: 'AKIAOWNER',
        userName: 'admin',
      },
      eventTime: '2026-03-01T12:00:00Z',
      eventSource: 'ecr-public.amazonaws.com',
      eventName: name,
      awsRegion: 'us-east-1',
      sourceIPAddress: '127.0.0.1',
      requestParameters: call.kept === undefined ? call.input : call.kept,
      requestID: answer.headers['x-amzn-requestid'],
      eventID: uuid,
      readOnly: access === 'read',
      eventType: 'AwsApiCall',
      managementEvent: true,
      eventCategory: 'Management',
      recipientAccountId: ownerAccount,
    })
    expect(records[0]?.resources).toEqual(
      name === 'GetAuthorizationToken'
        ? undefined
        : [
            expect.objectContaining({
              accountId: ownerAccount,
              ARN: expect.stringContaining('arn:aws:ecr-public::'),
            }),
          ],
    )
    const { errorCode, errorMessage, responseElements }: Partial<AuditRecord> = records[0] ?? {}
    expect({ errorCode, errorMessage }).toEqual(
      isFailure ? { errorCode: answer.body.__type, errorMessage: answer.body.message } : {},
    )
    // What a read answers is not kept, and nothing was answered by a failure.
    expect(responseElements === null).toBe(isFailure || recordedMembers[name]?.response === null)
    expect(access === 'read' ? responseElements : null).toBeNull()
    expect(JSON.stringify(records)).not.toContain(secret)
    expect(JSON.stringify(records)).not.toContain('password')
  })

  test.each(aliasRoutes.map(({ operation }) => operation.name))(
    '%s, which is ours, has a row too',
    (name) => {
      expect(recordedMembers).toHaveProperty(name)
    },
  )

  test('and no request is made up for an operation that is not there', () => {
    expect(Object.keys(calls).sort()).toEqual([...operationTable.keys()].sort())
  })
})

test('a repository that was created stands in the record as CloudTrail writes it', async () => {
  await api.call('CreateRepository', { repositoryName: 'ecr-tutorial' })
  const [record] = await take()
  expect(record?.responseElements).toEqual({
    repository: {
      registryId: ownerAccount,
      repositoryName: 'ecr-tutorial',
      repositoryArn: `arn:aws:ecr-public::${ownerAccount}:repository/ecr-tutorial`,
      repositoryUri: 'localhost:5050/acme/ecr-tutorial',
      createdAt: 'Mar 1, 2026, 12:00:00 PM',
    },
    catalogData: {},
  })
  expect(record?.resources).toEqual([
    {
      accountId: ownerAccount,
      type: 'AWS::ECR::PublicRepository',
      ARN: `arn:aws:ecr-public::${ownerAccount}:repository/ecr-tutorial`,
    },
  ])
})

describe('each step of a push leaves one record:', () => {
  const steps = distributionRoutes.flatMap(({ method, pattern, step }) =>
    step === null ? [] : [{ method, pattern, step }],
  )

  test.each(steps)('$step by $method of $pattern, where it fails', async ({ method, pattern, step }) => {
    const path = [
      `/v2/acme/app/manifests/latest`,
      `/v2/acme/app/blobs/uploads/?digest=none`,
      `/v2/acme/app/blobs/uploads/${uploadId}?digest=${layerDigests[0]}`,
      `/v2/acme/app/blobs/${layerDigests[0]}`,
    ].find((url) => pattern.test(url.split('?')[0] ?? ''))
    expect((await api.send(method, path ?? '', { body: '{}' })).status).toBeGreaterThanOrEqual(400)
    const records = await take()
    expect(records).toMatchObject([
      {
        eventName: step,
        requestParameters: { registryId: ownerAccount, repositoryName: 'app' },
        responseElements: null,
        errorCode: expect.stringMatching(/Exception$/),
        errorMessage: expect.any(String),
        recipientAccountId: ownerAccount,
        resources: [{ accountId: ownerAccount, ARN: repositoryArn }],
      },
    ])
  })

  test('a whole push, in its order', async () => {
    const begun = await api.send('POST', '/v2/acme/app/blobs/uploads/')
    const location = begun.headers.location ?? ''
    await api.send('PATCH', location, { body: 'layer' })
    const { digest } = toDescriptor('layer')
    await api.send('PUT', `${location}?digest=${digest}`)
    const id = location.split('/').at(-1)
    const { manifest, digest: imageDigest } = await pushImage(api, 'acme/app', '1.0')
    const records = await take()
    const place = { registryId: ownerAccount, repositoryName: 'app' }
    expect(records.slice(0, 3)).toMatchObject([
      { eventName: 'InitiateLayerUpload', requestParameters: place, responseElements: { uploadId: id } },
      {
        eventName: 'UploadLayerPart',
        requestParameters: { ...place, uploadId: id, partFirstByte: 0, partLastByte: 4 },
        responseElements: { ...place, uploadId: id, lastByteReceived: 4 },
      },
      {
        eventName: 'CompleteLayerUpload',
        requestParameters: { ...place, uploadId: id, layerDigests: [digest] },
        responseElements: { ...place, uploadId: id, layerDigest: digest },
      },
    ])
    expect(records.at(-1)).toMatchObject({
      eventName: 'PutImage',
      requestParameters: { ...place, imageTag: '1.0', imageManifest: manifest },
      responseElements: { image: { ...place, imageId: { imageDigest, imageTag: '1.0' } } },
    })
    expect(await count('DELETE', '/v2/acme/app/manifests/1.0')).toEqual(['BatchDeleteImage'])
  })

  test('a layer in one request, and one that another repository has, are completed layers', async () => {
    const { digest } = toDescriptor('whole')
    expect(await count('POST', `/v2/acme/app/blobs/uploads/?digest=${digest}`, 'whole')).toEqual([
      'CompleteLayerUpload',
    ])
    expect(await count('POST', `/v2/acme/second/blobs/uploads/?mount=${digest}&from=acme/app`)).toEqual([
      'CompleteLayerUpload',
    ])
    expect(await count('DELETE', `/v2/acme/second/blobs/${digest}`)).toEqual(['BatchDeleteImage'])
  })

  test('a pull leaves none, and neither does one whom nobody knows', async () => {
    await pushImage(api, 'acme/app', '1.0')
    await take()
    await api.send('GET', '/v2/acme/app/manifests/1.0')
    await api.send('GET', '/v2/acme/app/tags/list')
    await api.send('POST', '/v2/acme/app/blobs/uploads/', { as: 'anyone' })
    await api.send('POST', '/v2/acme/app/blobs/uploads/', { as: 'nobody' })
    expect(await take()).toEqual([])
  })

  async function count(method: string, path: string, body = ''): Promise<string[]> {
    expect((await api.send(method, path, { body })).status).toBeLessThan(300)
    return (await take()).map(({ eventName }) => eventName)
  }
})

describe('a denial is recorded', () => {
  test('of an action, for the account of the caller, without telling whose alias it is', async () => {
    await api.call(
      'PutImage',
      { registryId: 'acme', repositoryName, imageManifest: '{}' },
      api.credentials.other,
    )
    const [record, ...more] = await take()
    expect(more).toEqual([])
    expect(record).toMatchObject({
      errorCode: 'AccessDeniedException',
      errorMessage: expect.stringContaining('is not authorized to perform: ecr-public:PutImage'),
      responseElements: null,
      recipientAccountId: otherAccount,
    })
    expect(JSON.stringify(record)).not.toContain(ownerAccount)
  })

  test('of a push', async () => {
    await api.send('PUT', '/v2/acme/app/manifests/latest', { as: 'other', body: '{}' })
    expect(await take()).toMatchObject([
      { eventName: 'PutImage', errorCode: 'AccessDeniedException', recipientAccountId: otherAccount },
    ])
  })

  test('of a bad signature, for the account of the key, and of none that does not exist', async () => {
    const accessKeyId = 'AKIAIOSFODNN7EXAMPLE'
    await api.addKey({ accessKeyId, secretAccessKey: 'right', accountId: ownerAccount })
    const call = (credentials: { accessKeyId: string; secretAccessKey: string }) =>
      api.call('DeleteRepository', { repositoryName }, credentials)
    await call({ accessKeyId, secretAccessKey: 'wrong' })
    expect(await take()).toMatchObject([
      {
        eventName: 'DeleteRepository',
        userIdentity: { type: 'AWSAccount', principalId: 'unknown', accountId: ownerAccount, accessKeyId },
        errorCode: 'InvalidSignatureException',
        requestParameters: null,
        recipientAccountId: ownerAccount,
      },
    ])
    await call({ accessKeyId: 'AKIANOBODYNOBODYNOBO', secretAccessKey: 'wrong' })
    expect(await take()).toEqual([])
  })

  test('of bad signatures, but not so many that a stranger fills the log', async () => {
    const accessKeyId = 'AKIAIOSFODNN7EXAMPLE'
    await api.addKey({ accessKeyId, secretAccessKey: 'right', accountId: ownerAccount })
    for (let n = 0; n < 65; n += 1) {
      await api.call('DeleteRepository', { repositoryName }, { accessKeyId, secretAccessKey: 'wrong' })
    }
    expect(await take()).toHaveLength(60)
    await api.call('DescribeRegistries', {}, { accessKeyId, secretAccessKey: 'right' })
    expect(await take()).toHaveLength(1)
  })
})

test('a change that cannot be recorded is not made, and the failure is recorded', async () => {
  const { audit } = api.service
  vi.spyOn(audit, 'append').mockRejectedValueOnce(new Error('no room'))
  expect(await api.call('CreateRepository', { repositoryName: 'lost' })).toMatchObject({ status: 500 })
  const records = await take()
  expect(records).toMatchObject([{ eventName: 'CreateRepository', errorCode: 'ServerException' }])
  const { body } = await api.call('DescribeRepositories')
  expect(JSON.stringify(body)).not.toContain('lost')
})

test('records that wait survive the failure of the transaction that took them along', async () => {
  await api.call('DescribeRegistries')
  const { store, audit } = api.service
  const event = (await store.audit.list(0))[0]
  if (event === undefined) throw new Error('There is no record to write again.')
  const failing = store.transaction(async (tx) => {
    await audit.append(tx, event)
    throw new Error('rolled back')
  })
  await expect(failing).rejects.toThrow('rolled back')
  await api.call('TagResource', { resourceArn, tags: [{ Key: 'a', Value: 'b' }] })
  expect((await take()).map(({ eventName }) => eventName)).toEqual(['DescribeRegistries', 'TagResource'])
})

test('records that wait survive the failure of a commit that another transaction had counted on', async ({
  skip,
}) => {
  skip(api.service.config.databaseUrl !== null, 'In PostgreSQL no two transactions share a commit.')
  await api.call('DescribeRegistries')
  const { store, audit } = api.service
  const event = (await store.audit.list(0))[0]
  if (event === undefined) throw new Error('There is no record to write again.')
  const sharing = [
    store.transaction((tx) => audit.append(tx, event)),
    store.transaction(async (tx) => {
      await audit.append(tx, { ...event, eventId: 'second' })
      await sql`PRAGMA defer_foreign_keys = ON`.execute(databaseOf(tx))
      await sql`INSERT INTO resource_tag (repository_id, key, value) VALUES (99, 'a', 'b')`.execute(
        databaseOf(tx),
      )
    }),
  ]
  const results = await Promise.allSettled(sharing)
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await api.call('TagResource', { resourceArn, tags: [{ Key: 'a', Value: 'b' }] })
  expect((await take()).map(({ eventName }) => eventName)).toEqual(['DescribeRegistries', 'TagResource'])
})

test('records that cannot be written wait, and nobody is refused for it', async () => {
  const { store, audit } = api.service
  const quietly = vi.spyOn(store, 'quietly').mockRejectedValueOnce(new Error('disk full'))
  expect(await api.call('GetRepositoryPolicy', { repositoryName })).toMatchObject({ status: 400 })
  expect(api.log).toContainEqual(expect.objectContaining({ msg: expect.stringContaining('they wait') }))
  quietly.mockRestore()
  await audit.flush()
  expect((await take()).map(({ eventName }) => eventName)).toEqual(['GetRepositoryPolicy'])
})

test('a blob that was pushed is nowhere in the log', async () => {
  await pushBlob(api, 'acme/app', secret)
  expect(JSON.stringify(await take())).not.toContain(secret)
})
