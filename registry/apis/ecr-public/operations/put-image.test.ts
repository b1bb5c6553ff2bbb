import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { toDigest } from '#lib/oci/digest.ts'
import { DOCKER_IMAGE, OCI_IMAGE, OCI_INDEX } from '#lib/oci/media-types.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import {
  type ApiTest,
  openApiTest,
  otherAccount,
  ownerAccount,
} from '#testing/registry/ecr-public/open-api-test.ts'
import {
  pushBlobs,
  pushImage,
  toBlob,
  toImageManifest,
  toIndexManifest,
} from '#testing/registry/ecr-public/push-image.ts'
import { invalid, refusal } from '#testing/registry/ecr-public/refusal.ts'

let api: ApiTest
const repositoryName = 'app'
const manifest = toImageManifest('config', ['layer'])
beforeEach(async () => {
  api = await openApiTest()
  await api.call('CreateRepository', { repositoryName })
})
afterEach(() => api.close())

const put = (imageManifest: string, input: object = {}) =>
  api.call('PutImage', { repositoryName, imageManifest, ...input })
const describeAll = async () => (await api.call('DescribeImages', { repositoryName })).body.imageDetails
const countChanges = async () => (await api.service.store.changes.list(0)).changes.length

describe('an image', () => {
  beforeEach(() => pushBlobs(api, repositoryName, ['config', 'layer']))

  test('is answered and described as it was put', async () => {
    expect((await put(manifest.text, { imageTag: 'v1' })).body).toEqual({
      image: {
        registryId: ownerAccount,
        repositoryName,
        imageId: { imageDigest: manifest.digest, imageTag: 'v1' },
        imageManifest: manifest.text,
        imageManifestMediaType: OCI_IMAGE,
      },
    })
    expect(await describeAll()).toEqual([
      {
        registryId: ownerAccount,
        repositoryName,
        imageDigest: manifest.digest,
        imageTags: ['v1'],
        imageSizeInBytes: 'config'.length + 'layer'.length,
        imagePushedAt: api.service.clock().getTime() / 1000,
        imageManifestMediaType: OCI_IMAGE,
        artifactMediaType: 'application/vnd.oci.image.config.v1+json',
      },
    ])
  })

  test('without a tag', async () => {
    expect((await put(manifest.text)).body.image).toMatchObject({ imageId: { imageDigest: manifest.digest } })
    expect(await describeAll()).toMatchObject([{ imageDigest: manifest.digest }])
    expect((await api.call('DescribeImageTags', { repositoryName })).body.imageTagDetails).toEqual([])
  })

  test('once more under the same tag, or again without one, exists already', async () => {
    await put(manifest.text, { imageTag: 'v1' })
    const suffix = `already exists in the repository with name 'app' in registry with id '${ownerAccount}'`
    expect(await put(manifest.text, { imageTag: 'v1' })).toMatchObject(
      refusal('ImageAlreadyExistsException', `Image with digest '${manifest.digest}' and tag 'v1' ${suffix}`),
    )
    expect(await put(manifest.text)).toMatchObject(
      refusal('ImageAlreadyExistsException', `Image with digest '${manifest.digest}' ${suffix}`),
    )
  })

  test('another tag is added, a tag moves, and the feed tells what changed and nothing else', async () => {
    const before = await countChanges()
    await put(manifest.text, { imageTag: 'v1' })
    await put(manifest.text, { imageTag: 'latest' })
    await put(manifest.text, { imageTag: 'latest' })
    const second = toImageManifest('config', ['layer', 'layer'])
    await put(second.text, { imageTag: 'latest' })
    await put('{}', { imageTag: 'latest' })
    expect(await countChanges()).toBe(before + 3)
    const { body } = await api.call('DescribeImages', {
      repositoryName,
      imageIds: [{ imageTag: 'v1' }, { imageTag: 'latest' }],
    })
    expect(body.imageDetails).toMatchObject([
      { imageDigest: manifest.digest, imageTags: ['v1'] },
      { imageDigest: second.digest, imageTags: ['latest'] },
    ])
  })

  test('whose manifest has no mediaType needs one beside it', async () => {
    const untyped = toImageManifest('config', ['layer'], { mediaType: undefined })
    expect(await put(untyped.text)).toMatchObject(
      invalid('ImageManifest', 'The manifest has no mediaType, and it was not sent with one either.'),
    )
    const given = await put(untyped.text, { imageManifestMediaType: DOCKER_IMAGE })
    expect(given.body.image).toMatchObject({ imageManifestMediaType: DOCKER_IMAGE })
    expect(await put(manifest.text, { imageManifestMediaType: DOCKER_IMAGE })).toMatchObject(
      invalid(
        'ImageManifest',
        `The manifest's mediaType is '${OCI_IMAGE}', but it was sent as '${DOCKER_IMAGE}'.`,
      ),
    )
  })

  test('is kept under the digest that it is given, by sha512 too', async () => {
    const imageDigest = toDigest('sha512', Buffer.from(manifest.text))
    expect((await put(manifest.text, { imageDigest })).body.image).toMatchObject({ imageId: { imageDigest } })
    const wrong = toBlob('other').digest
    expect(await put(manifest.text, { imageDigest: wrong })).toMatchObject(
      refusal(
        'ImageDigestDoesNotMatchException',
        `The manifest has the digest '${manifest.digest}', not the provided '${wrong}'`,
      ),
    )
    for (const none of ['', 'latest', 'sha256:00']) {
      expect(await put(manifest.text, { imageDigest: none })).toMatchObject(
        invalid('imageDigest', 'Member must be a sha256 or sha512 digest'),
      )
    }
  })

  test.each(['.a', '-a', 'a b', 'a/b', 'ä', 'a'.repeat(129), 'a:b', 'a\n'])(
    'under %j, which can be no tag',
    async (imageTag) => {
      expect(await put(manifest.text, { imageTag })).toMatchObject(
        invalid(
          'imageTag',
          'Member must satisfy regular expression pattern: [a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}',
        ),
      )
    },
  )

  test('of more than 1,000 tags is too much', async () => {
    await put(manifest.text)
    await sql`WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 999)
      INSERT INTO image_tag SELECT 1, 'v' || i, ${manifest.digest}, '' FROM n`.execute(
      databaseOf(api.service.store),
    )
    expect(await put(manifest.text, { imageTag: 'v1000' })).toMatchObject(
      refusal(
        'LimitExceededException',
        `Adding tag 'v1000' to an image in the repository with name 'app' in registry with id '${ownerAccount}' exceeds the maximum allowed number of tags per image which is '1000'`,
      ),
    )
    expect(await describeAll()).toMatchObject([{ imageTags: { length: 1000 } }])
    await api.call('BatchDeleteImage', { repositoryName: 'app', imageIds: [{ imageTag: 'v7' }] })
    expect(await put(manifest.text, { imageTag: 'v1000' })).toMatchObject({ status: 200 })
    expect(await put(manifest.text, { imageTag: 'v1001' })).toMatchObject({ status: 400 })
  })

  test('beyond 100,000 is too much; one that goes makes room', async () => {
    const db = databaseOf(api.service.store)
    await sql`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 99999)
      INSERT INTO image (repository_id, digest, media_type, size_bytes, pushed_at)
      SELECT 1, i, 'x', 0, '' FROM n`.execute(db)
    expect(await put(manifest.text)).toMatchObject({ status: 200 })
    const second = toImageManifest('config', ['layer', 'layer'])
    const tooMany = refusal(
      'LimitExceededException',
      `The repository with name 'app' in registry with id '${ownerAccount}' already has the maximum allowed number of images which is '100000'`,
    )
    expect(await put(second.text)).toMatchObject(tooMany)
    expect(await put(second.text)).toMatchObject(tooMany)
    expect(await put(manifest.text, { imageTag: 'v1' })).toMatchObject({ status: 200 })
    await db.deleteFrom('image').where('digest', '=', '7').execute()
    expect(await put(second.text)).toMatchObject({ status: 200 })
  })
})

test('a manifest whose layers are not in the repository, though another one has them', async () => {
  await api.call('CreateRepository', { repositoryName: 'other' })
  await pushBlobs(api, 'other', ['config', 'layer'])
  await pushBlobs(api, repositoryName, ['config'])
  expect(await put(manifest.text, { imageTag: 'v1' })).toMatchObject(
    refusal(
      'LayersNotFoundException',
      `The repository does not have these layers of the manifest: ${toBlob('layer').digest}`,
    ),
  )
  expect(await describeAll()).toEqual([])
})

test('an index needs its images, and has the size of the largest', async () => {
  const small = await pushImage(api, repositoryName, 's')
  const large = await pushImage(api, repositoryName, 'much larger')
  const missing = toImageManifest('config', ['layer'])
  expect(await put(toIndexManifest([small, missing]).text)).toMatchObject(
    refusal(
      'ReferencedImagesNotFoundException',
      `The repository does not have these images of the manifest: ${missing.digest}`,
    ),
  )
  const index = toIndexManifest([small, large])
  await put(index.text, { imageTag: 'v1' })
  const { body } = await api.call('DescribeImageTags', { repositoryName })
  const size = 'much larger'.length + '{"of":"much larger"}'.length
  expect(body.imageTagDetails).toMatchObject([
    { imageTag: 'v1', imageDetail: { imageManifestMediaType: OCI_INDEX, imageSizeInBytes: size } },
  ])
  expect(await describeAll()).toHaveLength(3)
})

test.each<[string, string, RegExp]>([
  ['not JSON', '{', /not JSON/],
  ['not an object', '[]', /not a JSON object/],
  ['of another kind', JSON.stringify({ schemaVersion: 1, mediaType: 'text/plain' }), /cannot be stored/],
  [
    'an image and an index at once',
    toImageManifest('config', [], { manifests: [] }).text,
    /must not have the member 'manifests'/,
  ],
])('a manifest that is %s', async (_, text, message) => {
  expect(await put(text)).toMatchObject({
    status: 400,
    body: { __type: 'InvalidParameterException', message: expect.stringMatching(message) },
  })
})

test.each<[string, (text: string) => string, RegExp]>([
  ['a layer twice', (text) => text.replace('"layers"', '"layers":[],"layers"'), /'layers' twice/],
  [
    'another spelling',
    (text) => text.replace('{', '{"Config":{},'),
    /Config: some clients read it as 'config'/,
  ],
  [
    'a size that is not the real one',
    (text) => text.replace('"size":5', '"size":6'),
    /layers\.0\.size: it says 6/,
  ],
])('a manifest with %s', async (_, change, message) => {
  await pushBlobs(api, repositoryName, ['config', 'layer'])
  expect(await put(change(manifest.text))).toMatchObject({
    status: 400,
    body: { __type: 'InvalidParameterException', message: expect.stringMatching(message) },
  })
  const imageManifestMediaType = 'Application/vnd.OCI.image.manifest.v1+json; charset=utf-8'
  expect((await put(manifest.text, { imageManifestMediaType })).body.image).toMatchObject({
    imageManifestMediaType: OCI_IMAGE,
  })
})

test('a manifest that has too many bytes, though not too many characters', async () => {
  expect(await put('ä'.repeat(2_097_153))).toMatchObject(
    invalid('imageManifest', 'Member must have at most 4194304 bytes in UTF-8'),
  )
})

test('into an unknown repository, and into a registry of others', async () => {
  const input = { imageManifest: manifest.text }
  expect(await api.call('PutImage', { repositoryName: 'nowhere', ...input })).toMatchObject(
    refusal('RepositoryNotFoundException'),
  )
  for (const registryId of [otherAccount, 'nobody']) {
    expect(await put(manifest.text, { registryId })).toMatchObject(refusal('AccessDeniedException'))
  }
  expect(await api.call('PutImage', { repositoryName, ...input }, api.credentials.gallery)).toMatchObject(
    refusal('AccessDeniedException'),
  )
})
