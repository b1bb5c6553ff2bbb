/**
 * Every operation of the API against everybody, on the repository `app` of the first account. The rows are found by the
 * operation's name: one that is added without a row here fails the test.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addCast, appPolicy, type CastName, castNames } from '#testing/registry/ecr-public/add-cast.ts'
import { insertImage } from '#testing/registry/ecr-public/insert-image.ts'
import { type ApiTest, openApiTest, ownerAccount } from '#testing/registry/ecr-public/open-api-test.ts'
import type { Credentials } from '#testing/registry/ecr-public/sign-call.ts'
import { operationTable } from './operation-table.ts'

let api: ApiTest
let cast: Record<CastName, Credentials>
beforeAll(async () => {
  api = await openApiTest()
  await api.call('CreateRepository', { repositoryName: 'app' })
  cast = await addCast(api)
  const repository = { accountId: ownerAccount, name: 'app' }
  await insertImage(api.service.store, repository, { digest, pushedAt: '2026-03-01T12:00:00.000Z' })
})
afterAll(() => api.close())

const arn = `arn:aws:ecr-public::${ownerAccount}:repository/app`
const named = { registryId: ownerAccount, repositoryName: 'app' }
const digest = `sha256:${'0'.repeat(64)}`
const uploadId = '00000000-0000-4000-8000-000000000000'
const part = { partFirstByte: 0, partLastByte: 0, layerPartBlob: 'AA==' }

// The owner and the others of its account who may read, push or do everything; those whom the repository lets in.
const readers: CastName[] = ['owner', 'readOnly', 'powerUser', 'fullAccess', 'member', 'roleSession']
const pushers = readers.filter((name) => name !== 'readOnly')
const managers: CastName[] = ['owner', 'fullAccess']
const letIn: CastName[] = ['onApp', 'byRepository', 'crossBoth']

/** Who may call it on `app`, and with which input; the call may fail for any other reason than a denial. */
const rows: Record<string, { input: object; may: CastName[] }> = {
  BatchCheckLayerAvailability: {
    input: { ...named, layerDigests: [digest] },
    may: [...readers, ...letIn, 'gallery'],
  },
  BatchDeleteImage: { input: { ...named, imageIds: [{ imageTag: 'none' }] }, may: [...managers, ...letIn] },
  CompleteLayerUpload: {
    input: { ...named, uploadId, layerDigests: [digest] },
    may: [...pushers, ...letIn],
  },
  CreateRepository: {
    input: { repositoryName: 'app' },
    // It is always in the caller's own registry; there the repository's policy has a say too.
    may: [...managers, 'onApp', 'byRepository', 'otherOwner', 'crossBoth', 'crossIdentityOnly'],
  },
  // It has an image, so that even those who may do not delete it; and its policy lets nobody delete.
  DeleteRepository: { input: named, may: [...managers, 'onApp'] },
  DeleteRepositoryPolicy: { input: named, may: [...managers, 'onApp'] },
  DescribeImageTags: { input: named, may: [...readers, ...letIn, 'gallery'] },
  DescribeImages: { input: named, may: [...readers, ...letIn, 'gallery'] },
  DescribeRegistries: {
    input: {},
    may: [...readers, 'denied', 'gallery', 'otherOwner', 'crossBoth', 'crossIdentityOnly'],
  },
  DescribeRepositories: {
    input: { registryId: ownerAccount, repositoryNames: ['app'] },
    may: [...readers, ...letIn, 'gallery'],
  },
  GetAuthorizationToken: {
    input: {},
    may: [
      ...readers,
      ...(['onApp', 'denied', 'byRepository', 'gallery'] as const),
      ...(['otherOwner', 'crossBoth', 'crossIdentityOnly'] as const),
    ],
  },
  GetRegistryCatalogData: {
    input: {},
    may: [...readers, 'denied', 'gallery', 'otherOwner', 'crossBoth', 'crossIdentityOnly'],
  },
  GetRepositoryCatalogData: { input: named, may: [...readers, ...letIn, 'gallery'] },
  GetRepositoryPolicy: { input: named, may: [...readers, ...letIn, 'gallery'] },
  InitiateLayerUpload: { input: named, may: [...pushers, ...letIn] },
  ListTagsForResource: { input: { resourceArn: arn }, may: [...managers, ...letIn, 'gallery'] },
  PutImage: { input: { ...named, imageManifest: '{}' }, may: [...pushers, ...letIn] },
  PutRegistryCatalogData: {
    input: { displayName: 'x' },
    may: [...managers, 'denied', 'otherOwner', 'crossBoth', 'crossIdentityOnly'],
  },
  PutRepositoryCatalogData: {
    input: { ...named, catalogData: {} },
    may: [...managers, ...letIn],
  },
  SetRepositoryPolicy: { input: { ...named, policyText: '{}' }, may: [...managers, ...letIn] },
  TagResource: {
    input: { resourceArn: arn, tags: [{ Key: 'a', Value: 'b' }] },
    may: [...managers, ...letIn],
  },
  UntagResource: { input: { resourceArn: arn, tagKeys: ['a'] }, may: [...managers, ...letIn] },
  UploadLayerPart: { input: { ...named, uploadId, ...part }, may: [...pushers, ...letIn] },
}

test('every operation has a row, and every row an operation', () => {
  expect([...operationTable.keys()].toSorted()).toEqual(Object.keys(rows).toSorted())
})

test.each(Object.entries(rows))('%s is open to those alone who may', async (operation, { input, may }) => {
  const allowed: CastName[] = []
  for (const name of castNames) {
    // An owner has changed it meanwhile.
    await api.call('SetRepositoryPolicy', { repositoryName: 'app', policyText: appPolicy })
    const { body } = await api.call(operation, input, cast[name])
    const type = body.__type
    expect(type, name).not.toBe('ServerException')
    if (name === 'inactive') expect(type).toBe('UnrecognizedClientException')
    else if (type === 'AccessDeniedException') expect(body.message, name).toMatch(/^User: arn:aws:\S+ is not/)
    else allowed.push(name)
  }
  expect(allowed.toSorted()).toEqual(may.toSorted())
})

test('without credentials nothing is answered', async () => {
  const { handleApiRequest } = await import('./handle-api-request.ts')
  const request = { method: 'POST', url: '/', headers: {}, body: Buffer.from('{}'), sourceIp: '127.0.0.1' }
  const { status, body } = await handleApiRequest(api.service, request)
  expect({ status, type: JSON.parse(body).__type }).toEqual({
    status: 400,
    type: 'MissingAuthenticationTokenException',
  })
})
