/** The three operations that push a layer: InitiateLayerUpload, UploadLayerPart, CompleteLayerUpload. */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Digest, toDigest } from '#lib/oci/digest.ts'
import { findIdentity } from '#registry/domain/access/find-identity.ts'
import { maxBlobBytes } from '#registry/domain/images/uploads.ts'
import { openDistribution } from '#testing/registry/ecr-public/call-distribution.ts'
import {
  type ApiTest,
  openApiTest,
  otherAccount,
  ownerAccount,
} from '#testing/registry/ecr-public/open-api-test.ts'
import { beginUpload, toBlob, uploadPart } from '#testing/registry/ecr-public/push-image.ts'
import { invalid, refusal } from '#testing/registry/ecr-public/refusal.ts'

let api: ApiTest
const repositoryName = 'app'
const unknownId = '00000000-0000-4000-8000-000000000000'
const mebibyte = 1024 * 1024
beforeEach(async () => {
  api = await openApiTest()
  await api.call('CreateRepository', { repositoryName })
})
afterEach(() => api.close())

const begin = () => beginUpload(api, repositoryName)
const send = (uploadId: string, at: number, bytes: Buffer) =>
  uploadPart(api, repositoryName, uploadId, at, bytes)
const complete = (uploadId: string, ...layerDigests: string[]) =>
  api.call('CompleteLayerUpload', { repositoryName, uploadId, layerDigests })
const findUpload = async (uploadId: string) => {
  const owner = await findIdentity(api.service, api.credentials.owner.accessKeyId)
  const principal = owner?.principal.principalId ?? ''
  return api.service.images.uploads.find(uploadId, { repositoryId: 1, principal })
}

describe('a layer', () => {
  test('of one small part', async () => {
    const { bytes, digest } = toBlob('layer')
    const initiated = await api.call('InitiateLayerUpload', { repositoryName })
    expect(initiated.body).toEqual({
      uploadId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      partSize: 10_485_760,
    })
    const uploadId = String(initiated.body.uploadId)
    const common = { registryId: ownerAccount, repositoryName, uploadId }
    expect((await send(uploadId, 0, bytes)).body).toEqual({ ...common, lastByteReceived: 4 })
    expect((await complete(uploadId, digest)).body).toEqual({ ...common, layerDigest: digest })
    expect(await complete(uploadId, digest)).toMatchObject(refusal('UploadNotFoundException'))
  })

  test('into a registry that is named by its alias', async () => {
    const { body } = await api.call('DescribeRegistries')
    const [registry] = body.registries as { aliases: { name: string }[] }[]
    const registryId = registry?.aliases[0]?.name
    const { bytes, digest } = toBlob('layer')
    const { body: begun } = await api.call('InitiateLayerUpload', { repositoryName, registryId })
    const place = { repositoryName, registryId, uploadId: begun.uploadId }
    const part = { partFirstByte: 0, partLastByte: 4, layerPartBlob: bytes.toString('base64') }
    expect((await api.call('UploadLayerPart', { ...place, ...part })).body).toMatchObject({
      registryId: ownerAccount,
    })
    expect(await api.call('CompleteLayerUpload', { ...place, layerDigests: [digest] })).toMatchObject({
      status: 200,
      body: { registryId: ownerAccount },
    })
  })

  test('may be named by several digests, of which one is right, also by sha512', async () => {
    const { bytes, digest } = toBlob('layer')
    const sha512 = toDigest('sha512', bytes)
    for (const right of [digest, sha512]) {
      const uploadId = await begin()
      await send(uploadId, 0, bytes)
      const digests = [toBlob('wrong').digest, 'tarsum+sha256:00', right]
      expect((await complete(uploadId, ...digests)).body).toMatchObject({ layerDigest: right })
    }
  })

  test('of two parts, while another one is uploaded', async () => {
    const [first, second] = [1, 2].map((fill) => {
      const parts = [Buffer.alloc(5 * mebibyte, fill), Buffer.from(`end ${fill}`)] as const
      return { parts, digest: toDigest('sha256', Buffer.concat(parts)) }
    })
    const [a, b] = [await begin(), await begin()]
    if (!first || !second) throw new Error('There are two layers.')
    await send(a, 0, first.parts[0])
    await send(b, 0, second.parts[0])
    await send(b, 5 * mebibyte, second.parts[1])
    await send(a, 5 * mebibyte, first.parts[1])
    expect(await complete(a, second.digest)).toMatchObject(refusal('InvalidLayerException'))
    expect((await complete(a, first.digest)).body).toMatchObject({ layerDigest: first.digest })
    expect((await complete(b, second.digest)).body).toMatchObject({ layerDigest: second.digest })
    const { body } = await api.call('BatchCheckLayerAvailability', {
      repositoryName,
      layerDigests: [first.digest, second.digest],
    })
    const layerSize = 5 * mebibyte + 5
    expect(body.layers).toMatchObject([{ layerSize }, { layerSize }])
  })

  test('that many push at once is stored once, and every one of them is answered rightly', async () => {
    const { bytes, digest } = toBlob('layer')
    const ids = await Promise.all(Array.from({ length: 5 }, begin))
    await Promise.all(ids.map((id) => send(id, 0, bytes)))
    const answers = await Promise.all(ids.map((id) => complete(id, digest)))
    const types = answers.map(({ body }) => body.__type ?? 'stored').sort()
    expect(types).toEqual([...Array(4).fill('LayerAlreadyExistsException'), 'stored'])
    const call = await openDistribution(api)
    expect((await call('GET', `app/blobs/${digest}`)).body).toEqual(bytes)
  })
})

describe('a part', () => {
  test('that does not begin where the last one ended is refused, with the place to go on', async () => {
    const uploadId = await begin()
    const place = { registryId: ownerAccount, repositoryName, uploadId }
    const early = await send(uploadId, 3, Buffer.from('x'))
    expect(early).toMatchObject(refusal('InvalidLayerPartException'))
    expect(early.body).toEqual({ __type: 'InvalidLayerPartException', message: expect.any(String), ...place })
    await send(uploadId, 0, Buffer.from('abc'))
    for (const at of [0, 2, 4]) {
      expect(await send(uploadId, at, Buffer.from('x'))).toMatchObject(
        refusal('InvalidLayerPartException', `The part begins at ${at}, but 3 bytes have been received.`),
      )
      expect((await send(uploadId, at, Buffer.from('x'))).body).toMatchObject({
        ...place,
        lastValidByteReceived: 2,
      })
    }
  })

  test.each([
    ['more than its bytes', 0, 3, 'abc'],
    ['less than its bytes', 0, 1, 'abc'],
    ['nothing', 0, 0, ''],
    ['nothing, backwards', 3, 2, ''],
  ])('that says %s', async (_, partFirstByte, partLastByte, content) => {
    const uploadId = await begin()
    if (partFirstByte > 0) await send(uploadId, 0, Buffer.from('abc'))
    const layerPartBlob = Buffer.from(content).toString('base64')
    const input = { repositoryName, uploadId, partFirstByte, partLastByte, layerPartBlob }
    expect(await api.call('UploadLayerPart', input)).toMatchObject(refusal('InvalidLayerPartException'))
  })

  test('while another one is being written', async () => {
    const uploadId = await begin()
    const answers = await Promise.all(['a', 'b'].map((text) => send(uploadId, 0, Buffer.from(text))))
    expect(answers.map(({ body }) => body.__type ?? 'received').sort()).toEqual([
      'InvalidLayerPartException',
      'received',
    ])
  })

  test('of 20 MiB is taken, one byte more is not', async () => {
    const uploadId = await begin()
    expect(await send(uploadId, 0, Buffer.alloc(20_971_521))).toMatchObject(
      invalid('layerPartBlob', 'Member must have length less than or equal to 20971520'),
    )
    expect(await send(uploadId, 0, Buffer.alloc(20_971_520))).toMatchObject({ status: 200 })
  })

  test('over the number of parts, or the bytes, that a layer may have', async () => {
    const uploadId = await begin()
    const full = await findUpload(uploadId)
    for (let n = 0; n < 1000; n += 1) full?.partBytes.push(1)
    expect(await send(uploadId, 0, Buffer.from('x'))).toMatchObject(
      refusal('LimitExceededException', 'A layer may have at most 1000 parts.'),
    )
    const large = await begin()
    const upload = await findUpload(large)
    if (upload) Object.defineProperty(upload.writer, 'sizeBytes', { value: maxBlobBytes })
    expect(await send(large, maxBlobBytes, Buffer.from('x'))).toMatchObject(
      refusal('LimitExceededException', 'A layer may have at most 10485760000 bytes.'),
    )
  })

  test.each(['a', 'YQ', 'YQ=', '!!!!', 'YQ==\n'])('in %j, which is no base64', async (layerPartBlob) => {
    const input = { repositoryName, uploadId: await begin(), partFirstByte: 0, partLastByte: 0 }
    expect(await api.call('UploadLayerPart', { ...input, layerPartBlob })).toMatchObject(
      invalid('layerPartBlob', 'Member must be valid base64 with its padding'),
    )
  })
})

describe.each<[string, object]>([
  ['UploadLayerPart', { partFirstByte: 0, partLastByte: 0, layerPartBlob: 'YQ==' }],
  ['CompleteLayerUpload', { layerDigests: [toBlob('a').digest] }],
])('%s', (operation, rest) => {
  test('of an upload that is not there, or into another repository', async () => {
    await api.call('CreateRepository', { repositoryName: 'other' })
    for (const place of [
      { repositoryName, uploadId: unknownId },
      { repositoryName: 'other', uploadId: await begin() },
    ]) {
      expect(await api.call(operation, { ...place, ...rest })).toMatchObject(
        refusal('UploadNotFoundException'),
      )
    }
    const nowhere = { repositoryName: 'nowhere', uploadId: unknownId }
    expect(await api.call(operation, { ...nowhere, ...rest })).toMatchObject(
      refusal('RepositoryNotFoundException'),
    )
  })

  test("of another principal's upload, and in another registry", async () => {
    const second = { accessKeyId: 'AKIASECOND', secretAccessKey: 'secret' }
    await api.addUser('second', 'AdministratorAccess')
    await api.addKey({ ...second, accountId: ownerAccount, userName: 'second' })
    const input = { repositoryName, uploadId: await begin(), ...rest }
    expect(await api.call(operation, input, second)).toMatchObject(refusal('UploadNotFoundException'))
    for (const registryId of [otherAccount, 'nobody']) {
      expect(await api.call(operation, { ...input, registryId })).toMatchObject(
        refusal('AccessDeniedException'),
      )
    }
  })
})

test('an upload into an unknown repository does not begin', async () => {
  expect(await api.call('InitiateLayerUpload', { repositoryName: 'nowhere' })).toMatchObject(
    refusal('RepositoryNotFoundException'),
  )
})

test.each(['append', 'computeDigest', 'commit'] as const)(
  'others write to the store while a file is worked on (%s)',
  async (step) => {
    const { bytes, digest } = toBlob('layer')
    const uploadId = await begin()
    const writer = (await findUpload(uploadId))?.writer
    if (!writer) throw new Error('The upload has begun.')
    const reached = Promise.withResolvers<void>()
    const goOn = Promise.withResolvers<void>()
    const work: (...given: never[]) => Promise<unknown> = writer[step]
    Object.defineProperty(writer, step, {
      value: async (...given: never[]) => {
        reached.resolve()
        await goOn.promise
        return work(...given)
      },
    })
    const pushed = send(uploadId, 0, bytes).then(() => complete(uploadId, digest))
    await reached.promise
    expect(await api.call('CreateRepository', { repositoryName: 'other' })).toMatchObject({ status: 200 })
    goOn.resolve()
    expect(await pushed).toMatchObject({ status: 200 })
  },
)

test('in whatever order parts are offered, only the next one is taken, and nothing gets lost', async () => {
  const call = await openDistribution(api)
  const offers = fc.record({
    contents: fc.array(fc.string({ minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 5 }),
    order: fc.array(fc.nat({ max: 4 }), { maxLength: 12 }),
  })
  await fc.assert(
    fc.asyncProperty(offers, async ({ contents, order }) => {
      const parts = contents.map((content) => Buffer.from(content))
      const starts = parts.map((_, n) => Buffer.concat(parts.slice(0, n)).length)
      const uploadId = await begin()
      let next = 0
      for (const n of [...order.filter((offered) => offered < parts.length), ...parts.keys()]) {
        const { status, body } = await send(uploadId, starts[n] ?? 0, parts[n] ?? Buffer.alloc(0))
        expect([n, status]).toEqual([n, n === next ? 200 : 400])
        if (n === next) next += 1
        else if (next > 0)
          expect(body.lastValidByteReceived).toBe((starts[next] ?? Buffer.concat(parts).length) - 1)
      }
      // The distribution API knows no smallest part; it finishes what this one began.
      const digest: Digest = toDigest('sha256', Buffer.concat(parts))
      const finished = await call('PUT', `app/blobs/uploads/${uploadId}?digest=${digest}`)
      expect(finished.status).toBe(201)
      expect((await call('GET', `app/blobs/${digest}`)).body).toEqual(Buffer.concat(parts))
    }),
    { numRuns: 25 },
  )
})
