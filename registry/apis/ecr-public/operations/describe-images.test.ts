import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import { insertImage } from '#testing/registry/ecr-public/insert-image.ts'
import {
  type ApiTest,
  openApiTest,
  otherAccount,
  ownerAccount,
} from '#testing/registry/ecr-public/open-api-test.ts'
import { denied, invalid, refusal } from '#testing/registry/ecr-public/refusal.ts'

let api: ApiTest
beforeEach(async () => {
  api = await openApiTest()
})
afterEach(() => api.close())

const repositoryName = 'app'
const at = (minute: number) => `2026-03-01T11:${String(minute).padStart(2, '0')}:00.000Z`
const push = (digest: string, minute: number, ...tags: string[]) =>
  insertImage(
    api.service.store,
    { accountId: ownerAccount, name: repositoryName },
    {
      digest,
      pushedAt: at(minute),
      tags,
    },
  )

beforeEach(() => api.call('CreateRepository', { repositoryName }))

test('a new repository has no images and no tags', async () => {
  expect((await api.call('DescribeImages', { repositoryName })).body).toEqual({ imageDetails: [] })
  expect((await api.call('DescribeImageTags', { repositoryName })).body).toEqual({ imageTagDetails: [] })
})

test('images come with their tags, the newest first; untagged ones have none', async () => {
  await push('sha256:a', 1, 'v1', 'latest')
  await push('sha256:b', 2)
  const { body } = await api.call('DescribeImages', { repositoryName })
  const common = {
    registryId: ownerAccount,
    repositoryName,
    imageSizeInBytes: 1000,
    imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
  }
  expect(body).toEqual({
    imageDetails: [
      { ...common, imageDigest: 'sha256:b', imagePushedAt: Date.parse(at(2)) / 1000 },
      {
        ...common,
        imageDigest: 'sha256:a',
        imageTags: ['latest', 'v1'],
        imagePushedAt: Date.parse(at(1)) / 1000,
      },
    ],
  })
})

test('tags are listed newest first, each with its image', async () => {
  await push('sha256:a', 1, 'v1')
  await push('sha256:b', 2, 'v2', 'latest')
  await push('sha256:c', 3)
  const { body } = await api.call('DescribeImageTags', { repositoryName })
  expect(body.imageTagDetails).toMatchObject([
    { imageTag: 'latest', createdAt: Date.parse(at(2)) / 1000, imageDetail: { imageDigest: 'sha256:b' } },
    { imageTag: 'v2', imageDetail: { imageSizeInBytes: 1000, imagePushedAt: Date.parse(at(2)) / 1000 } },
    { imageTag: 'v1', imageDetail: { imageDigest: 'sha256:a' } },
  ])
})

describe('named images', () => {
  beforeEach(() => push('sha256:a', 1, 'v1', 'latest'))

  test.each<[string, object[]]>([
    ['by tag', [{ imageTag: 'v1' }]],
    ['by digest', [{ imageDigest: 'sha256:a' }]],
    ['by both', [{ imageDigest: 'sha256:a', imageTag: 'v1' }]],
    ['twice', [{ imageTag: 'v1' }, { imageTag: 'latest' }]],
  ])('%s', async (_name, imageIds) => {
    const { body } = await api.call('DescribeImages', { repositoryName, imageIds })
    expect(body.imageDetails).toMatchObject([{ imageDigest: 'sha256:a', imageTags: ['latest', 'v1'] }])
  })

  test.each<[string, object, string]>([
    ['unknown tag', { imageTag: 'v2' }, "{imageDigest:'null', imageTag:'v2'}"],
    ['unknown digest', { imageDigest: 'sha256:b' }, "{imageDigest:'sha256:b', imageTag:'null'}"],
    [
      'tag of another digest',
      { imageDigest: 'sha256:b', imageTag: 'v1' },
      "{imageDigest:'sha256:b', imageTag:'v1'}",
    ],
  ])('%s', async (_name, id, shown) => {
    const imageIds = [{ imageTag: 'v1' }, id]
    expect(await api.call('DescribeImages', { repositoryName, imageIds })).toMatchObject(
      refusal(
        'ImageNotFoundException',
        `The image with imageId ${shown} does not exist within the repository with name 'app' in the registry with id '${ownerAccount}'`,
      ),
    )
  })

  test('neither tag nor digest', async () => {
    const imageIds = [{ imageTag: 'v1' }, {}]
    expect(await api.call('DescribeImages', { repositoryName, imageIds })).toMatchObject(
      invalid('imageIds.2.member', 'Member must have an imageDigest or an imageTag'),
    )
  })

  test.each([{ maxResults: 1 }, { nextToken: 'x' }])('%j makes no sense with them', async (paging) => {
    const input = { repositoryName, imageIds: [{ imageTag: 'v1' }], ...paging }
    expect(await api.call('DescribeImages', input)).toMatchObject(
      invalid(Object.keys(paging)[0] ?? '', 'Member must not be specified together with imageIds'),
    )
  })
})

describe.each([
  ['DescribeImages', 'imageDetails', 'imageDigest'],
  ['DescribeImageTags', 'imageTagDetails', 'imageTag'],
])('%s', (operation, list, key) => {
  const page = async (input: object) => {
    const { body } = await api.call(operation, { repositoryName, ...input })
    const rows = body[list] as Record<string, string>[]
    return { keys: rows.map((row) => row[key]), nextToken: body.nextToken }
  }

  test('pages neither repeat nor skip while images are pushed and removed', async () => {
    for (const [digest, minute] of [
      ['a', 1],
      ['b', 2],
      ['c', 2],
      ['d', 4],
    ] as const) {
      await push(digest, minute, digest)
    }
    const first = await page({ maxResults: 2 })
    await push('e', 5, 'e')
    await databaseOf(api.service.store).deleteFrom('image').where('digest', '=', 'b').execute()
    const second = await page({ maxResults: 2, nextToken: first.nextToken })
    expect([first.keys, second.keys]).toEqual([
      ['d', 'b'],
      ['c', 'a'],
    ])
    expect(second.nextToken).toBeUndefined()
  })

  test("a token of another repository's list is refused", async () => {
    await api.call('CreateRepository', { repositoryName: 'other' })
    await push('a', 1, 'a')
    await push('b', 2, 'b')
    const { nextToken } = await page({ maxResults: 1 })
    expect(await api.call(operation, { repositoryName: 'other', nextToken })).toMatchObject(
      invalid('nextToken', 'Member must be a token that this service returned for the same request'),
    )
  })

  test('an unknown repository', async () => {
    expect(await api.call(operation, { repositoryName: 'nowhere' })).toMatchObject(
      refusal('RepositoryNotFoundException'),
    )
  })

  test("another account's repository: refused to an owner, open to the gallery", async () => {
    await api.call('CreateRepository', { repositoryName }, api.credentials.other)
    const input = { registryId: otherAccount, repositoryName }
    expect(await api.call(operation, input)).toMatchObject(
      denied(
        `arn:aws:iam::${ownerAccount}:user/admin`,
        operation,
        `arn:aws:ecr-public::${otherAccount}:repository/app`,
      ),
    )
    expect(await api.call(operation, input, api.credentials.gallery)).toMatchObject({ body: { [list]: [] } })
  })
})
