/**
 * The official SDK against the running registry: every operation, the paginators while rows come and go,
 * and every exception as the class the SDK makes of it.
 */
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import * as sdk from '@aws-sdk/client-ecr-public'
import { fromIni } from '@aws-sdk/credential-providers'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '#lib/config/config.ts'
import { toDigest } from '#lib/oci/digest.ts'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import { createAccount } from '#registry/domain/identities/create-account.ts'
import { createAccessKey, type NewAccessKey } from '#registry/domain/identities/manage-access-key.ts'
import { openKeys } from '#registry/store/key-ring.ts'
import { openStore } from '#registry/store/open-store.ts'
import type { StorePlace } from '#testing/choose-registries.ts'
import { drawLogo } from '#testing/registry/ecr-public/draw-logo.ts'
import { toBlob, toImageManifest, toIndexManifest } from '#testing/registry/ecr-public/push-image.ts'
import { openTestService } from '#testing/registry/open-test-service.ts'
import { type RunningRegistry, runRegistry } from '#testing/registry/run-registry.ts'

const otherAccount = '222222222222'
const unknownDigest = `sha256:${'0'.repeat(64)}`

let registry: RunningRegistry
let keys: Record<'other' | 'session' | 'shortSession', NewAccessKey>
let admin: sdk.ECRPUBLIC
let gallery: sdk.ECRPUBLIC
let other: sdk.ECRPUBLIC

beforeAll(async () => {
  registry = await runRegistry(async (place) => {
    keys = await makeOtherAccount(place)
  })
  admin = clientWith(fromIni({ filepath: registry.credentialsFile, profile: 'admin' }))
  gallery = clientWith(fromIni({ filepath: registry.credentialsFile, profile: 'gallery' }))
  other = clientWith(keys.other)
})
afterAll(() => registry?.remove())

type Credentials = NonNullable<sdk.ECRPUBLICClientConfig['credentials']>

function clientWith(credentials: Credentials, config: sdk.ECRPUBLICClientConfig = {}): sdk.ECRPUBLIC {
  const { endpoint } = registry
  return new sdk.ECRPUBLIC({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1, ...config })
}

/** A second account, made as an operator makes one while the registry isn't running. */
async function makeOtherAccount({ dataDir, databaseUrl }: StorePlace): Promise<typeof keys> {
  await using base = await openTestService()
  const store = await openStore({ dataDir, databaseUrl })
  const service = {
    ...base.service,
    config: readConfig({ DATA_DIR: dataDir }),
    store,
    keys: openKeys(dataDir),
    clock: () => new Date(),
  }
  await createAccount(service, { accountId: otherAccount, displayName: 'Other' })
  const request = { accountId: otherAccount, userName: 'admin' }
  const made = {
    other: await createAccessKey(service, request),
    session: await createAccessKey(service, { ...request, sessionSeconds: 3600 }),
    shortSession: await createAccessKey(service, { ...request, sessionSeconds: 1 }),
  }
  await store.close()
  return made
}

let names = 0
async function createRepository(input: Partial<sdk.CreateRepositoryCommandInput> = {}) {
  names += 1
  const repositoryName = `sdk/app-${names}`
  const { repository } = await admin.createRepository({ repositoryName, ...input })
  return { repositoryName, arn: repository?.repositoryArn ?? '', repository }
}

async function collect<Page, Item>(pages: AsyncIterable<Page>, toItems: (page: Page) => Item[] | undefined) {
  const items: Item[] = []
  for await (const page of pages) items.push(...(toItems(page) ?? []))
  return items
}

describe('registries', () => {
  test('the owner sees its own, the gallery all of them', async () => {
    await createRepository()
    const { registries: own = [] } = await admin.describeRegistries({})
    expect(own).toHaveLength(1)
    expect(own[0]).toMatchObject({
      registryArn: `arn:aws:ecr-public::${own[0]?.registryId}:registry/${own[0]?.registryId}`,
      verified: false,
      aliases: [{ status: 'ACTIVE', primaryRegistryAlias: true, defaultRegistryAlias: true }],
    })
    const all = await collect(
      sdk.paginateDescribeRegistries({ client: gallery, pageSize: 1 }, {}),
      (page) => page.registries,
    )
    expect(all.map(({ registryId }) => registryId).sort()).toEqual([own[0]?.registryId, otherAccount].sort())
  })

  test('the display name', async () => {
    await other.putRegistryCatalogData({ displayName: 'Ärger & Co. 🐳' })
    expect((await other.getRegistryCatalogData({})).registryCatalogData).toEqual({
      displayName: 'Ärger & Co. 🐳',
    })
  })
})

describe('repositories', () => {
  test('are created, described and deleted', async () => {
    const { repositoryName, repository } = await createRepository()
    expect(repository?.createdAt).toBeInstanceOf(Date)
    expect(Math.abs(Date.now() - Number(repository?.createdAt))).toBeLessThan(60_000)
    const described = await admin.describeRepositories({ repositoryNames: [repositoryName] })
    expect(described.repositories).toEqual([repository])
    expect((await admin.deleteRepository({ repositoryName })).repository).toEqual(repository)
    await expect(admin.describeRepositories({ repositoryNames: [repositoryName] })).rejects.toThrow(
      sdk.RepositoryNotFoundException,
    )
  })

  test('the paginator neither repeats nor skips while others are added and removed', async () => {
    const create = (repositoryName: string) => other.createRepository({ repositoryName })
    const before = Array.from({ length: 25 }, (_, n) => `page-${String(n).padStart(2, '0')}`)
    await Promise.all(before.map(create))
    const seen: string[] = []
    for await (const page of sdk.paginateDescribeRepositories({ client: other, pageSize: 4 }, {})) {
      const shown = (page.repositories ?? []).map(({ repositoryName = '' }) => repositoryName)
      seen.push(...shown)
      // One before and one behind everything, and the row the next token stands behind goes.
      await create(`a-${seen.length}`)
      if (seen.length < 12) await create(`z-${seen.length}`)
      const last = shown.at(-1)
      if (last?.startsWith('page')) await other.deleteRepository({ repositoryName: last })
    }
    expect(seen.filter((name) => name.startsWith('page'))).toEqual(before)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.filter((name) => name.startsWith('z'))).toEqual(['z-4', 'z-8'])
  })

  test('many at once are each created once', async () => {
    const attempts = Array.from({ length: 60 }, (_, n) =>
      admin.createRepository({ repositoryName: `many-${n % 20}` }).then(
        () => 'created',
        (error: Error) => error.name,
      ),
    )
    const outcomes = Map.groupBy(await Promise.all(attempts), (outcome) => outcome)
    expect(outcomes.get('created')).toHaveLength(20)
    expect(outcomes.get('RepositoryAlreadyExistsException')).toHaveLength(40)
  })
})

describe('catalogue data', () => {
  test('goes round, and the logo is served with long caching', async () => {
    const texts = {
      description: 'A tutorial',
      architectures: ['x86-64', 'ARM 64'],
      operatingSystems: ['Linux'],
      aboutText: '# About\n\n| a | b |\n|---|---|\n',
      usageText: '`run`',
    }
    const { repositoryName } = await createRepository({
      catalogData: { ...texts, logoImageBlob: await drawLogo({ width: 120, height: 80 }) },
    })
    const { catalogData } = await admin.getRepositoryCatalogData({ repositoryName })
    expect(catalogData).toMatchObject(texts)

    const logo = await fetch(catalogData?.logoUrl ?? '')
    expect(Object.fromEntries(logo.headers)).toMatchObject({
      'content-type': 'image/png',
      'cache-control': expect.stringMatching(/max-age=\d{7,}.*immutable/),
      'x-content-type-options': 'nosniff',
    })
    expect(await sharp(await logo.arrayBuffer()).metadata()).toMatchObject({ width: 120, height: 80 })

    const put = await admin.putRepositoryCatalogData({ repositoryName, catalogData: { aboutText: 'new' } })
    expect(put.catalogData).toEqual({
      aboutText: 'new',
      logoUrl: catalogData?.logoUrl,
      marketplaceCertified: false,
    })
  })

  test('a logo of 512,000 bytes fits into a request', async () => {
    const { repositoryName } = await createRepository()
    const logoImageBlob = Buffer.alloc(512_000, 0x55)
    await expect(
      admin.putRepositoryCatalogData({ repositoryName, catalogData: { logoImageBlob } }),
    ).rejects.toThrow('Member must be a PNG or JPEG image in base64')
  })
})

test('policies', async () => {
  const { repositoryName } = await createRepository()
  const policy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 'ecr-public:DescribeImages' }],
  }
  const set = await admin.setRepositoryPolicy({ repositoryName, policyText: JSON.stringify(policy) })
  expect(JSON.parse(set.policyText ?? '')).toEqual(policy)
  expect((await admin.getRepositoryPolicy({ repositoryName })).policyText).toBe(set.policyText)
  expect((await admin.deleteRepositoryPolicy({ repositoryName })).policyText).toBe(set.policyText)
  await expect(admin.getRepositoryPolicy({ repositoryName })).rejects.toThrow(
    sdk.RepositoryPolicyNotFoundException,
  )
})

test('resource tags', async () => {
  const { arn: resourceArn } = await createRepository({ tags: [{ Key: 'a', Value: '1' }] })
  await admin.tagResource({ resourceArn, tags: [{ Key: 'b', Value: '' }] })
  await admin.untagResource({ resourceArn, tagKeys: ['a'] })
  expect((await admin.listTagsForResource({ resourceArn })).tags).toEqual([{ Key: 'b', Value: '' }])
})

test('a login password for 12 hours', async () => {
  const { authorizationData } = await admin.getAuthorizationToken({})
  const [user, password] = Buffer.from(authorizationData?.authorizationToken ?? '', 'base64')
    .toString()
    .split(':')
  expect([user, password?.split('.').length]).toEqual(['AWS', 3])
  const hours = (Number(authorizationData?.expiresAt) - Date.now()) / 3_600_000
  expect(hours).toBeGreaterThan(11.9)
  expect(hours).toBeLessThanOrEqual(12)
})

test('a new repository has no images and no tags', async () => {
  const { repositoryName } = await createRepository()
  const images = sdk.paginateDescribeImages({ client: admin }, { repositoryName })
  expect(await collect(images, (page) => page.imageDetails)).toEqual([])
  const tags = sdk.paginateDescribeImageTags({ client: admin }, { repositoryName })
  expect(await collect(tags, (page) => page.imageTagDetails)).toEqual([])
})

test('an image is pushed in parts of 6 MiB, described, and deleted', async () => {
  const { repositoryName } = await createRepository()
  const layer = randomBytes(15 * 1024 * 1024)
  const config = Buffer.from('{}')
  const push = async (bytes: Buffer) => {
    const { uploadId, partSize } = await admin.initiateLayerUpload({ repositoryName })
    expect(partSize).toBe(10_485_760)
    for (let partFirstByte = 0; partFirstByte < bytes.length; partFirstByte += 6 * 1024 * 1024) {
      const layerPartBlob = bytes.subarray(partFirstByte, partFirstByte + 6 * 1024 * 1024)
      const partLastByte = partFirstByte + layerPartBlob.length - 1
      const part = { repositoryName, uploadId, partFirstByte, partLastByte, layerPartBlob }
      expect(await admin.uploadLayerPart(part)).toMatchObject({ lastByteReceived: partLastByte })
      // As a client that did not get the answer sends it again.
      await expect(admin.uploadLayerPart(part)).rejects.toMatchObject({
        name: 'InvalidLayerPartException',
        repositoryName,
        uploadId,
        lastValidByteReceived: partLastByte,
      })
    }
    const digest = toDigest('sha256', bytes)
    const layerDigests = [digest]
    const completed = await admin.completeLayerUpload({ repositoryName, uploadId, layerDigests })
    expect(completed.layerDigest).toBe(digest)
    return { digest, size: bytes.length, mediaType: 'application/octet-stream' }
  }
  const mediaType = OCI_IMAGE
  const document = { schemaVersion: 2, mediaType, config: await push(config), layers: [await push(layer)] }
  const imageManifest = JSON.stringify(document)
  const imageDigest = toDigest('sha256', Buffer.from(imageManifest))
  const layerDigests = [document.config.digest, toDigest('sha256', layer), unknownDigest]
  const { layers } = await admin.batchCheckLayerAvailability({ repositoryName, layerDigests })
  expect(layers?.map((found) => [found.layerAvailability, found.layerSize])).toEqual([
    ['AVAILABLE', 2],
    ['AVAILABLE', layer.length],
    ['UNAVAILABLE', undefined],
  ])
  const { image } = await admin.putImage({ repositoryName, imageManifest, imageTag: 'v1' })
  expect(image).toMatchObject({ imageId: { imageDigest, imageTag: 'v1' }, imageManifest })
  const { imageDetails } = await admin.describeImages({ repositoryName })
  expect(imageDetails).toMatchObject([
    { imageDigest, imageTags: ['v1'], imageSizeInBytes: layer.length + 2, imageManifestMediaType: mediaType },
  ])
  const imageIds = [{ imageTag: 'v2' }, { imageDigest }]
  expect(await admin.batchDeleteImage({ repositoryName, imageIds })).toMatchObject({
    imageIds: [{ imageDigest, imageTag: 'v1' }],
    failures: [{ imageId: { imageTag: 'v2' }, failureCode: 'ImageNotFound' }],
  })
  expect((await admin.describeImageTags({ repositoryName })).imageTagDetails).toEqual([])
})

describe('exceptions are those of the SDK, with status and request id', () => {
  const repositoryName = 'sdk/errors'
  const nowhere = { repositoryName: 'sdk/nowhere' }
  const unknownLayer = { repositoryName, layerDigests: [unknownDigest] }
  const empty = toIndexManifest([])
  beforeAll(() => admin.createRepository({ repositoryName }))

  const begin = async () => ({ uploadId: (await admin.initiateLayerUpload({ repositoryName })).uploadId })
  const upload = async (...parts: string[]) => {
    const { uploadId } = await begin()
    for (const [n, part] of parts.entries()) {
      const place = { partFirstByte: n, partLastByte: n + part.length - 1 }
      await admin.uploadLayerPart({ repositoryName, uploadId, ...place, layerPartBlob: Buffer.from(part) })
    }
    return { uploadId }
  }
  const pushLayer = async (content: string) => {
    const layerDigests = [toBlob(content).digest]
    await admin.completeLayerUpload({ repositoryName, layerDigests, ...(await upload(content)) })
  }

  const rows: [name: string, call: () => Promise<unknown>][] = [
    ['RepositoryAlreadyExistsException', () => admin.createRepository({ repositoryName })],
    ['RepositoryNotFoundException', () => admin.getRepositoryCatalogData(nowhere)],
    ['RepositoryPolicyNotFoundException', () => admin.getRepositoryPolicy({ repositoryName })],
    [
      'ImageNotFoundException',
      () => admin.describeImages({ repositoryName, imageIds: [{ imageDigest: unknownDigest }] }),
    ],
    ['InvalidParameterException', () => admin.createRepository({ repositoryName: 'Not/Valid' })],
    ['InvalidParameterException', () => admin.describeRegistries({ nextToken: 'made up' })],
    [
      'InvalidTagParameterException',
      () => admin.createRepository({ ...nowhere, tags: [{ Key: 'aws:x', Value: '' }] }),
    ],
    [
      'TooManyTagsException',
      () =>
        admin.createRepository({
          ...nowhere,
          tags: Array.from({ length: 51 }, (_, n) => ({ Key: `k${n}`, Value: '' })),
        }),
    ],
    [
      'RegistryNotFoundException',
      () => gallery.batchCheckLayerAvailability({ ...unknownLayer, registryId: 'nobody' }),
    ],
    [
      'UploadNotFoundException',
      () => admin.completeLayerUpload({ ...unknownLayer, uploadId: '00000000-0000-4000-8000-000000000000' }),
    ],
    ['EmptyUploadException', async () => admin.completeLayerUpload({ ...unknownLayer, ...(await begin()) })],
    [
      'InvalidLayerException',
      async () => admin.completeLayerUpload({ ...unknownLayer, ...(await upload('a')) }),
    ],
    [
      'LayerPartTooSmallException',
      async () => admin.completeLayerUpload({ ...unknownLayer, ...(await upload('a', 'b')) }),
    ],
    [
      'LayerAlreadyExistsException',
      async () => {
        await pushLayer('known')
        await pushLayer('known')
      },
    ],
    [
      'LayersNotFoundException',
      () => admin.putImage({ repositoryName, imageManifest: toImageManifest('a', ['b']).text }),
    ],
    [
      'ReferencedImagesNotFoundException',
      () =>
        admin.putImage({
          repositoryName,
          imageManifest: toIndexManifest([toImageManifest('a', ['b'])]).text,
        }),
    ],
    [
      'ImageDigestDoesNotMatchException',
      () => admin.putImage({ repositoryName, imageManifest: empty.text, imageDigest: unknownDigest }),
    ],
    [
      'ImageAlreadyExistsException',
      async () => {
        await admin.putImage({ repositoryName, imageManifest: empty.text })
        await admin.putImage({ repositoryName, imageManifest: empty.text })
      },
    ],
    ['RepositoryNotEmptyException', () => admin.deleteRepository({ repositoryName })],
  ]

  test.each(rows)('%s', async (name, call) => {
    const error = await call().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Reflect.get(sdk, name))
    expect(error).toMatchObject({
      name,
      $fault: 'client',
      $metadata: { httpStatusCode: 400, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    })
  })
})

describe('who may do what', () => {
  test("another account's registry is denied, in the words of AWS", async () => {
    await expect(other.describeRepositories({ registryId: '999999999999' })).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message:
        'User: arn:aws:iam::222222222222:user/admin is not authorized to perform: ecr-public:DescribeRepositories on resource: arn:aws:ecr-public::999999999999:repository/* because no resource-based policy allows the ecr-public:DescribeRepositories action',
    })
  })

  test('the gallery reads what others have, and writes nothing', async () => {
    await other.createRepository({ repositoryName: 'seen', catalogData: { description: 'by all' } })
    const seen = { registryId: otherAccount, repositoryName: 'seen' }
    expect((await gallery.getRepositoryCatalogData(seen)).catalogData?.description).toBe('by all')
    expect((await gallery.describeImageTags(seen)).imageTagDetails).toEqual([])
    for (const call of [
      gallery.deleteRepository(seen),
      gallery.putRepositoryCatalogData({ ...seen, catalogData: {} }),
      gallery.createRepository({ repositoryName: 'mine' }),
    ]) {
      await expect(call).rejects.toMatchObject({ name: 'AccessDeniedException' })
    }
  })
})

describe('credentials', () => {
  test('any Region signs', async () => {
    const client = clientWith(keys.other, { region: 'eu-central-1' })
    expect((await client.describeRegistries({})).registries).toMatchObject([{ registryId: otherAccount }])
  })

  test('a session needs its token, and ends', async () => {
    const { registries } = await clientWith(keys.session).describeRegistries({})
    expect(registries).toMatchObject([{ registryId: otherAccount }])
    const { accessKeyId, secretAccessKey } = keys.session
    await expect(clientWith({ accessKeyId, secretAccessKey }).describeRegistries({})).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    })
    await sleep(1_100)
    await expect(clientWith(keys.shortSession).describeRegistries({})).rejects.toMatchObject({
      name: 'ExpiredTokenException',
    })
  })

  test('an unknown key and a wrong secret', async () => {
    const unknown = { accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' }
    await expect(clientWith(unknown).describeRegistries({})).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
      $metadata: { httpStatusCode: 400 },
    })
    const wrong = { accessKeyId: keys.other.accessKeyId, secretAccessKey: 'x' }
    await expect(clientWith(wrong).describeRegistries({})).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    })
  })

  test('a client whose clock is an hour wrong is told, and mends it by our Date header', async () => {
    const hourMs = 3_600_000
    await expect(
      clientWith(keys.other, { systemClockOffset: -hourMs }).describeRegistries({}),
    ).rejects.toMatchObject({ message: expect.stringContaining('Signature expired') })
    const patient = clientWith(keys.other, { systemClockOffset: -hourMs, maxAttempts: 2 })
    expect((await patient.describeRegistries({})).registries).toHaveLength(1)
  })
})

test('a request over 2 MiB is refused before it is read', async () => {
  const answer = await fetch(registry.endpoint, { method: 'POST', body: Buffer.alloc(3 * 1024 * 1024) })
  expect(answer.status).toBe(413)
  expect(await answer.json()).toMatchObject({ __type: 'RequestEntityTooLargeException' })
})

test('no secret and no signature is in the log', () => {
  expect(registry.output()).not.toContain('AWS4-HMAC-SHA256')
  for (const { secretAccessKey } of Object.values(keys)) {
    expect(registry.output()).not.toContain(secretAccessKey)
  }
})
