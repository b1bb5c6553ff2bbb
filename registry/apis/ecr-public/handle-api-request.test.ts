/** The protocol around the operations: selection, body, answer headers, and failures that nobody planned. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import { errorTable } from '#registry/wire/aws-json/ecr-error.ts'
import { type ApiTest, openApiTest } from '#testing/registry/ecr-public/open-api-test.ts'
import { refusal } from '#testing/registry/ecr-public/refusal.ts'
import { signCall } from '#testing/registry/ecr-public/sign-call.ts'
import { handleApiRequest } from './handle-api-request.ts'
import { operationTable } from './operation-table.ts'

let api: ApiTest
beforeEach(async () => {
  api = await openApiTest()
})
afterEach(() => api.close())

type Call = Parameters<typeof signCall>[1]

async function send(call: Partial<Call>) {
  const request = await signCall(api.credentials.owner, { signedAt: api.service.clock(), ...call })
  const response = await handleApiRequest(api.service, request)
  return { ...response, body: JSON.parse(response.body) }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

test('the table has the 23 operations of the service model', () => {
  expect([...operationTable.keys()].sort()).toEqual([
    'BatchCheckLayerAvailability',
    'BatchDeleteImage',
    'CompleteLayerUpload',
    'CreateRepository',
    'DeleteRepository',
    'DeleteRepositoryPolicy',
    'DescribeImageTags',
    'DescribeImages',
    'DescribeRegistries',
    'DescribeRepositories',
    'GetAuthorizationToken',
    'GetRegistryCatalogData',
    'GetRepositoryCatalogData',
    'GetRepositoryPolicy',
    'InitiateLayerUpload',
    'ListTagsForResource',
    'PutImage',
    'PutRegistryCatalogData',
    'PutRepositoryCatalogData',
    'SetRepositoryPolicy',
    'TagResource',
    'UntagResource',
    'UploadLayerPart',
  ])
})

test('the 24 exceptions of the service model exist', () => {
  const modelled = `EmptyUpload ImageAlreadyExists ImageDigestDoesNotMatch ImageNotFound ImageTagAlreadyExists
    InvalidLayer InvalidLayerPart InvalidParameter InvalidTagParameter LayerAlreadyExists LayerPartTooSmall
    LayersNotFound LimitExceeded ReferencedImagesNotFound RegistryNotFound RepositoryAlreadyExists
    RepositoryCatalogDataNotFound RepositoryNotEmpty RepositoryNotFound RepositoryPolicyNotFound Server
    TooManyTags UnsupportedCommand UploadNotFound`
  const names = modelled.split(/\s+/).map((name) => `${name}Exception`)
  expect(names).toHaveLength(24)
  expect(Object.keys(errorTable)).toEqual(expect.arrayContaining(names))
  for (const [code, { status, fault }] of Object.entries(errorTable)) {
    expect([code, fault]).toEqual([code, status >= 500 ? 'server' : 'client'])
  }
})

describe('every answer has a request id, a date and the content type', () => {
  test.each([
    ['success', {}, 200],
    ['refusal', { operation: 'Nonsense' }, 400],
  ])('%s', async (_name, call, status) => {
    const answer = await send(call)
    expect(answer.status).toBe(status)
    expect(answer.headers).toEqual({
      'content-type': 'application/x-amz-json-1.1',
      'x-amzn-requestid': expect.stringMatching(uuid),
      date: 'Sun, 01 Mar 2026 12:00:00 GMT',
    })
  })
})

describe('an unknown target is refused', () => {
  test.each([
    'SpencerFrontendService.DescribeImageTagsInternal',
    'SpencerFrontendService.describeRegistries',
    'SpencerFrontendService.constructor',
    'SpencerFrontendService.__proto__',
    'SpencerFrontendService.',
    'AmazonEC2ContainerRegistry_V20150921.DescribeRegistries',
    'DescribeRegistries',
    '',
  ])('%s', async (target) => {
    expect(await send({ headers: { 'x-amz-target': target } })).toMatchObject(
      refusal('UnknownOperationException'),
    )
  })

  test('and so is one without authentication, but as that', async () => {
    const request = await signCall(api.credentials.owner, { operation: 'Nonsense', signedAt: new Date(0) })
    const { authorization: _gone, ...headers } = request.headers
    const answer = await handleApiRequest(api.service, { ...request, headers })
    expect({ ...answer, body: JSON.parse(answer.body) }).toMatchObject(
      refusal('MissingAuthenticationTokenException', 'Missing Authentication Token'),
    )
  })
})

describe('a body that is not AWS JSON 1.1', () => {
  test.each(['application/json', 'application/x-amz-json-1.0', 'text/plain', ''])(
    "content type '%s'",
    async (contentType) => {
      expect(await send({ headers: { 'content-type': contentType } })).toMatchObject(
        refusal(
          'SerializationException',
          'The Content-Type of a request must be application/x-amz-json-1.1.',
        ),
      )
    },
  )

  test('a charset parameter does not matter', async () => {
    const headers = { 'content-type': 'Application/x-amz-json-1.1; charset=utf-8' }
    expect(await send({ headers })).toMatchObject({ status: 200 })
  })

  test.each<[string, string | Uint8Array]>([
    ['empty', ''],
    ['cut off', '{"maxResults":'],
    ['not UTF-8', Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d)],
  ])('%s', async (_name, body) => {
    expect(await send({ body })).toMatchObject(
      refusal('SerializationException', 'The request body is not valid JSON in UTF-8.'),
    )
  })

  test.each(['[]', '"text"', '1', 'null'])('%s is no object', async (body) => {
    expect(await send({ body })).toMatchObject(
      refusal('SerializationException', 'The request body must be a JSON object.'),
    )
  })

  test('nesting without end is refused like any wrong type', async () => {
    const body = `{"maxResults":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    expect(await send({ body })).toMatchObject(refusal('SerializationException'))
  })

  test('members named like those of every object are ignored', async () => {
    const body = '{"__proto__":{"maxResults":1},"constructor":1,"toString":2}'
    expect(await send({ body })).toMatchObject({ status: 200 })
  })
})

test('an unexpected failure tells the caller the request id and the log the cause, once', async () => {
  await databaseOf(api.service.store).schema.dropTable('alias').execute()
  const answer = await send({ operation: 'DescribeRegistries' })
  const requestId = answer.headers['x-amzn-requestid']
  expect(answer).toMatchObject(
    refusal(
      'ServerException',
      `The service failed to answer this call. Its log has the cause under request id ${requestId}.`,
    ),
  )
  expect(JSON.stringify(answer.body)).not.toMatch(/alias|sqlite/i)
  expect(api.log).toMatchObject([{ requestId, err: { message: expect.stringContaining('alias') } }])
})
