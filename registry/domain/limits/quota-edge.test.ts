/** Each quota at its edge, reached by 50 clients at once: exactly what there is room for is let in. */
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listQuotas } from '#registry/apis/operator/list-quotas.ts'
import { resetQuota } from '#registry/apis/operator/reset-quota.ts'
import { setQuota } from '#registry/apis/operator/set-quota.ts'
import { requireUser } from '#registry/domain/identities/manage-user.ts'
import type { Upload } from '#registry/domain/images/uploads.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import {
  type ApiTest,
  openApiTest,
  otherAccount,
  ownerAccount,
} from '#testing/registry/ecr-public/open-api-test.ts'
import {
  beginUpload,
  pushBlobs,
  pushImage,
  toBlob,
  toImageManifest,
  uploadPart,
} from '#testing/registry/ecr-public/push-image.ts'
import { refusal } from '#testing/registry/ecr-public/refusal.ts'

const clients = 50
let api: ApiTest
beforeEach(async () => {
  api = await openApiTest()
  await api.call('CreateRepository', { repositoryName: 'app' })
})
afterEach(() => api.close())

const set = (name: string, value: number) => setQuota(api.service, { accountId: ownerAccount, name, value })
/** The upload itself, of the owner into the first repository. */
async function uploadOf(id: string): Promise<Upload> {
  const { images, store } = api.service
  const { userId: principal } = await requireUser(store, ownerAccount, 'admin')
  const upload = await images.uploads.find(id, { repositoryId: 1, principal })
  if (upload === null) throw new Error(`There is no upload ${id}.`)
  return upload
}

/** Runs one call of each client at once; answers how many succeeded and how the others were refused. */
async function race(call: (client: number) => Promise<{ status: number; body: Record<string, unknown> }>) {
  const answers = await Promise.all(Array.from({ length: clients }, (_, client) => call(client)))
  const refused = answers.filter(({ status }) => status !== 200).map(({ body }) => body)
  return { succeeded: answers.length - refused.length, refused }
}

function expectRefused(refused: object[], count: number, message: string) {
  expect(refused).toEqual(Array(count).fill({ __type: 'LimitExceededException', message }))
}

test('repositories of a registry', async () => {
  await set('repositories', 11)
  const create = (n: number) => api.call('CreateRepository', { repositoryName: `repository-${n}` })
  const { succeeded, refused } = await race(create)
  expect(succeeded).toBe(10)
  const message = `The registry with id '${ownerAccount}' already has the maximum allowed number of repositories which is '11'`
  expectRefused(refused, 40, message)

  await api.call('DeleteRepository', { repositoryName: 'app' })
  expect((await race((n) => create(n + clients))).succeeded).toBe(1)
  expect(
    await api.call('CreateRepository', { repositoryName: 'theirs' }, api.credentials.other),
  ).toMatchObject({ status: 200 })
})

describe('images of a repository', () => {
  const put = (n: number) =>
    api.call('PutImage', {
      repositoryName: 'app',
      imageManifest: toImageManifest('config', ['layer'], { annotations: { n: `${n}` } }).text,
    })

  beforeEach(() => pushBlobs(api, 'app', ['config', 'layer']))

  test('are let in up to the quota, and no further', async () => {
    await set('images-per-repository', 10)
    const { succeeded, refused } = await race(put)
    expect(succeeded).toBe(10)
    const message = `The repository with name 'app' in registry with id '${ownerAccount}' already has the maximum allowed number of images which is '10'`
    expectRefused(refused, 40, message)
    expect((await api.call('DescribeImages', { repositoryName: 'app' })).body).toMatchObject({
      imageDetails: { length: 10 },
    })
  })

  test('a quota counts from the moment it is set, also when it leaves no room for what was admitted', async () => {
    expect(await put(1)).toMatchObject({ status: 200 })
    await set('images-per-repository', 1)
    expect(await put(2)).toMatchObject({ status: 400 })
    await set('images-per-repository', 2)
    expect(await put(2)).toMatchObject({ status: 200 })
    expect(await put(3)).toMatchObject({ status: 400 })
    await resetQuota(api.service, { accountId: ownerAccount, name: 'images-per-repository' })
    expect(await put(3)).toMatchObject({ status: 200 })
  })
})

test('tags of an image', async () => {
  const { text, digest } = await pushImage(api, 'app', 'layer')
  await sql`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 990)
    INSERT INTO image_tag SELECT 1, 'v' || i, ${digest}, '' FROM n`.execute(databaseOf(api.service.store))
  const { succeeded, refused } = await race((n) =>
    api.call('PutImage', { repositoryName: 'app', imageManifest: text, imageTag: `race-${n}` }),
  )
  expect(succeeded).toBe(10)
  expect(refused).toHaveLength(40)
  for (const body of refused) {
    expect(body).toMatchObject({
      __type: 'LimitExceededException',
      message: expect.stringMatching(
        /^Adding tag 'race-\d+' to an image in the repository with name 'app' in registry with id '111111111111' exceeds the maximum allowed number of tags per image which is '1000'$/,
      ),
    })
  }
})

describe('storage of a registry', () => {
  const push = async (n: number) => {
    const content = `${n}`.padStart(100, ' ')
    const uploadId = await beginUpload(api, 'app')
    await uploadPart(api, 'app', uploadId, 0, Buffer.from(content))
    const layerDigests = [toBlob(content).digest]
    return api.call('CompleteLayerUpload', { repositoryName: 'app', uploadId, layerDigests })
  }

  test('is let in up to the quota, and no further', async () => {
    await set('storage-bytes', 1050)
    const { succeeded, refused } = await race(push)
    expect(succeeded).toBe(10)
    const message = `The registry with id '${ownerAccount}' already has the maximum allowed storage which is '1050' bytes`
    expectRefused(refused, 40, message)
  })

  test('counts a content that several repositories have once', async () => {
    await set('storage-bytes', 150)
    await api.call('CreateRepository', { repositoryName: 'second' })
    await pushBlobs(api, 'app', ['x'.repeat(100)])
    await pushBlobs(api, 'second', ['x'.repeat(100)])
    const { body } = await api.call('BatchCheckLayerAvailability', {
      repositoryName: 'second',
      layerDigests: [toBlob('x'.repeat(100)).digest],
    })
    expect(body).toMatchObject({ layers: [{ layerAvailability: 'AVAILABLE' }] })
    expect(await push(1)).toMatchObject({ status: 400 })
  })
})

describe('a layer', () => {
  test('has at most 1,000 parts', async () => {
    const id = await beginUpload(api, 'app')
    const { partBytes } = await uploadOf(id)
    partBytes.push(...Array<number>(999).fill(1))
    const { succeeded, refused } = await race(() => uploadPart(api, 'app', id, 0, Buffer.from('x')))
    expect(succeeded).toBe(1)
    expect(refused).toHaveLength(49)
    expect(await uploadPart(api, 'app', id, 1, Buffer.from('x'))).toMatchObject(
      refusal('LimitExceededException', 'A layer may have at most 1000 parts.'),
    )
  })

  test('has parts of at most 20,971,520 bytes', async () => {
    const id = await beginUpload(api, 'app')
    const largest = Buffer.alloc(20_971_520)
    const tooLarge = Buffer.alloc(20_971_521)
    expect(await uploadPart(api, 'app', id, 0, tooLarge)).toMatchObject(refusal('InvalidParameterException'))
    expect(await uploadPart(api, 'app', id, 0, largest)).toMatchObject({ status: 200 })
  })

  test('has parts of at least 5 MiB, but for the last one', async () => {
    const minBytes = 5 * 1024 * 1024
    for (const [bytes, status] of [
      [minBytes - 1, 400],
      [minBytes, 200],
    ] as const) {
      const parts = [Buffer.alloc(bytes), Buffer.from('end')]
      const id = await beginUpload(api, 'app')
      await uploadPart(api, 'app', id, 0, parts[0] ?? Buffer.alloc(0))
      await uploadPart(api, 'app', id, bytes, parts[1] ?? Buffer.alloc(0))
      const layerDigests = [toBlob(Buffer.concat(parts).toString()).digest]
      expect(
        await api.call('CompleteLayerUpload', { repositoryName: 'app', uploadId: id, layerDigests }),
      ).toMatchObject({ status })
    }
  })

  test('has at most 10,000 MiB', async () => {
    const id = await beginUpload(api, 'app')
    const { writer } = await uploadOf(id)
    const received = 10_000 * 1024 * 1024 - 1
    // Stands in for a file of that size.
    Object.defineProperty(writer, 'sizeBytes', { value: received })
    const { succeeded, refused } = await race(() => uploadPart(api, 'app', id, received, Buffer.from('xx')))
    expect(succeeded).toBe(0)
    expect(refused.map(({ __type }) => __type)).toContain('LimitExceededException')
    expect(await uploadPart(api, 'app', id, received, Buffer.from('xx'))).toMatchObject(
      refusal('LimitExceededException', 'A layer may have at most 10485760000 bytes.'),
    )
  })
})

describe('an operator', () => {
  const accountId = ownerAccount

  test('sees every quota, and what was changed', async () => {
    await set('repositories', 7)
    const quotas = await listQuotas(api.service, { accountId })
    expect(quotas).toHaveLength(16)
    expect(quotas[0]).toMatchObject({ name: 'repositories', value: 7, default: 10_000, isAdjustable: true })
    const theirs = await listQuotas(api.service, { accountId: otherAccount })
    expect(theirs[0]).toMatchObject({ value: 10_000 })
  })

  test.each([
    'tags-per-image',
    'layer-parts',
    'layer-part-min-bytes',
    'layer-part-max-bytes',
    'layer-max-bytes',
  ])('cannot adjust %s, and is told what can be', async (name) => {
    const refused = expect.objectContaining({
      message: expect.stringMatching(/for every account and cannot be adjusted.*images-per-repository/),
    })
    await expect(set(name, 5)).rejects.toEqual(refused)
    await expect(resetQuota(api.service, { accountId, name })).rejects.toEqual(refused)
  })

  test('is told of a quota, an account or a value that there cannot be', async () => {
    await expect(set('toString', 5)).rejects.toThrow('There is no quota toString.')
    await expect(set('repositories', -1)).rejects.toThrow('whole number')
    await expect(
      setQuota(api.service, { accountId: '000000000000', name: 'repositories', value: 1 }),
    ).rejects.toThrow('There is no account 000000000000.')
    expect(await resetQuota(api.service, { accountId, name: 'repositories' })).toBe(false)
  })
})
