/** Rates and the data of a month as clients meet them, with a clock that a test moves. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { OCI_INDEX } from '#lib/oci/media-types.ts'
import { createDistribution } from '#registry/apis/distribution/handle-distribution-request.ts'
import { setQuota } from '#registry/apis/operator/set-quota.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import {
  type DistributionTest,
  openDistributionTest,
  type SendOptions,
} from '#testing/registry/distribution/open-distribution-test.ts'
import { pushImage, putManifest, toDescriptor, toIndex } from '#testing/registry/distribution/push-image.ts'
import { otherAccount, ownerAccount } from '#testing/registry/ecr-public/open-api-test.ts'
import { createLimits } from './create-limits.ts'

const start = Date.parse('2026-03-01T12:00:00.000Z')
const clients = 50
let api: DistributionTest
let elapsedMs: number

afterEach(() => api.close())

async function open(variables: Record<string, string> = { RATE_LIMITS: 'aws' }) {
  api = await openDistributionTest(variables)
  elapsedMs = 0
}
function pass(ms: number) {
  elapsedMs += ms
  api.setTime(new Date(start + elapsedMs).toISOString())
}
const set = (name: string, value: number, accountId = ownerAccount) =>
  setQuota(api.service, { accountId, name, value })
const anonymous = (sourceIp = '192.0.2.1'): SendOptions => ({ as: 'anyone', sourceIp })
const pull = (options: SendOptions = anonymous(), reference = 'v1') =>
  api.send('GET', `/v2/acme/app/manifests/${reference}`, options)
async function pullTimes(count: number, options?: SendOptions) {
  const answers = await Promise.all(Array.from({ length: count }, () => pull(options)))
  return answers.filter(({ status }) => status === 200).length
}

test('without RATE_LIMITS nothing is counted or told', async () => {
  await open({})
  await pushImage(api, 'acme/app', 'v1')
  expect(await pullTimes(clients)).toBe(clients)
  expect((await pull()).headers).not.toHaveProperty('ratelimit')
})

describe('pulls without a login', () => {
  beforeEach(async () => {
    await open()
    await pushImage(api, 'acme/app', 'v1')
    pass(100_000)
  })

  test('of 50 clients of one address at once: a burst passes, then one in a second', async () => {
    expect(await pullTimes(clients)).toBe(10)
    pass(999)
    expect(await pullTimes(clients)).toBe(0)
    pass(1)
    expect(await pullTimes(clients)).toBe(1)
    pass(5000)
    expect(await pullTimes(clients)).toBe(5)
  })

  test('that are too many are refused in the words of the original, and told when to come again', async () => {
    expect((await pull()).headers).toMatchObject({
      'ratelimit-policy': '"pulls";q=10;w=10',
      ratelimit: '"pulls";r=9;t=1',
    })
    await pullTimes(9)
    const refused = await pull()
    expect(refused).toMatchObject({
      status: 429,
      text: '{"errors":[{"code":"TOOMANYREQUESTS","message":"Rate exceeded"}]}',
      headers: {
        'retry-after': '1',
        'ratelimit-policy': '"pulls";q=10;w=10',
        ratelimit: '"pulls";r=0;t=10',
      },
    })
  })

  test('are counted for the /64 of an IPv6 address', async () => {
    expect(await pullTimes(10, anonymous('2001:db8::1'))).toBe(10)
    expect(await pullTimes(1, anonymous('2001:db8:0:0:ffff::2'))).toBe(0)
    expect(await pullTimes(1, anonymous('2001:db8:0:1::1'))).toBe(1)
  })

  test('of this machine are not limited, as the gallery reads from there', async () => {
    expect(await pullTimes(clients, anonymous('127.0.0.1'))).toBe(clients)
    expect(await pullTimes(clients, anonymous('::1'))).toBe(clients)
  })

  test('are no less limited when they say that they are the gallery', async () => {
    const options = { ...anonymous(), headers: { 'user-agent': 'public-gallery' } }
    expect(await pullTimes(clients, options)).toBe(10)
  })

  test('do not count HEAD, tags, layers and what is not there', async () => {
    const layer = toDescriptor('layer').digest
    for (let n = 0; n < 20; n += 1) {
      expect(await api.send('HEAD', '/v2/acme/app/manifests/v1', anonymous())).toMatchObject({ status: 200 })
      expect(await api.send('GET', '/v2/acme/app/tags/list', anonymous())).toMatchObject({ status: 200 })
      expect(await api.send('GET', `/v2/acme/app/blobs/${layer}`, anonymous())).toMatchObject({ status: 200 })
      expect(await pull(anonymous(), 'v2')).toMatchObject({ status: 404 })
    }
    expect(await pullTimes(20)).toBe(10)
  })

  test('count an index and the images that it names as one', async () => {
    const { manifest, digest } = await pushImage(api, 'acme/app', null, { layers: ['other'] })
    await putManifest(api, 'acme/app', 'multi', toIndex([manifest]), OCI_INDEX)
    for (let n = 0; n < 10; n += 1) {
      expect(await pull(anonymous(), 'multi')).toMatchObject({ status: 200 })
      expect(await pull(anonymous(), digest)).toMatchObject({ status: 200 })
    }
    expect(await pull(anonymous(), 'multi')).toMatchObject({ status: 429 })
    // With the last index still more of its images may come, but not without end, and not to anybody else.
    const rest = await Promise.all(Array.from({ length: clients }, () => pull(anonymous(), digest)))
    expect(rest.filter(({ status }) => status === 200)).toHaveLength(31)
    const others = await Promise.all(
      Array.from({ length: clients }, () => pull(anonymous('192.0.2.2'), digest)),
    )
    expect(others.filter(({ status }) => status === 200)).toHaveLength(10)
  })

  test('count an image that comes long after its index as one of its own', async () => {
    const { manifest, digest } = await pushImage(api, 'acme/app', null, { layers: ['other'] })
    await putManifest(api, 'acme/app', 'multi', toIndex([manifest]), OCI_INDEX)
    await pull(anonymous(), 'multi')
    pass(60_000)
    expect((await pull(anonymous(), digest)).headers).toHaveProperty('ratelimit')
  })
})

describe('pulls with a login', () => {
  beforeEach(async () => {
    await open()
    await pushImage(api, 'acme/app', 'v1')
    pass(100_000)
  })

  test('are counted for the account, wherever they come from', async () => {
    expect(await pullTimes(100, { as: 'owner', sourceIp: '192.0.2.1' })).toBe(100)
    expect(await pullTimes(clients, { as: 'owner', sourceIp: '192.0.2.2' })).toBe(0)
    expect(await pullTimes(clients, { as: 'other', sourceIp: '192.0.2.1' })).toBe(clients)
    pass(1000)
    expect(await pullTimes(clients, { as: 'owner' })).toBe(10)
  })

  test('have another rate when the operator says so, at once', async () => {
    await set('pull-rate', 2)
    expect(await pullTimes(clients, { as: 'owner' })).toBe(20)
    await set('pull-rate', 0)
    pass(1000)
    expect(await pullTimes(1, { as: 'owner' })).toBe(0)
  })

  test('of the gallery are not limited', async () => {
    expect(await pullTimes(200, { as: 'gallery', sourceIp: '192.0.2.1' })).toBe(200)
  })
})

test('rates are what the configuration says', async () => {
  await open({
    RATE_LIMITS: 'aws',
    ANONYMOUS_PULLS_PER_SECOND: '0.5',
    RATE_BURST_SECONDS: '4',
    UNLIMITED_CLIENTS: '198.51.100.0/24',
  })
  await pushImage(api, 'acme/app', 'v1')
  expect(await pullTimes(clients, anonymous('127.0.0.1'))).toBe(2)
  expect(await pullTimes(clients, anonymous('198.51.100.7'))).toBe(clients)
  pass(2000)
  expect(await pullTimes(clients, anonymous('127.0.0.1'))).toBe(1)
})

describe('calls of the API', () => {
  beforeEach(() => open())

  test.each([
    ['GetAuthorizationToken', 'get-authorization-token-rate', {}],
    ['InitiateLayerUpload', 'initiate-layer-upload-rate', { repositoryName: 'app' }],
    ['BatchCheckLayerAvailability', 'batch-check-layer-availability-rate', { repositoryName: 'app' }],
    ['PutImage', 'put-image-rate', { repositoryName: 'app', imageManifest: '{}' }],
    ['UploadLayerPart', 'upload-layer-part-rate', { repositoryName: 'app', uploadId: '0' }],
    ['CompleteLayerUpload', 'complete-layer-upload-rate', { repositoryName: 'app', uploadId: '0' }],
  ])('of %s have a rate for each account', async (operation, quota, some) => {
    const digest = toDescriptor('layer').digest
    const uploadId = '00000000-0000-4000-8000-000000000000'
    const part = { partFirstByte: 0, partLastByte: 0, layerPartBlob: 'eA==' }
    const input = {
      ...some,
      ...('uploadId' in some && { uploadId }),
      ...(operation === 'BatchCheckLayerAvailability' || operation === 'CompleteLayerUpload'
        ? { layerDigests: [digest] }
        : {}),
      ...(operation === 'UploadLayerPart' && part),
    }
    await set(quota, 1)
    const answers = await Promise.all(Array.from({ length: clients }, () => api.call(operation, input)))
    const refused = answers.filter(({ body }) => body.__type === 'ThrottlingException')
    expect(refused).toHaveLength(40)
    expect(refused[0]).toMatchObject({
      status: 400,
      body: { message: 'Rate exceeded' },
      headers: { 'retry-after': '1', 'ratelimit-policy': `"${operation}";q=10;w=10` },
    })
    expect((await api.call(operation, input, api.credentials.other)).body.__type).not.toBe(
      'ThrottlingException',
    )
    pass(1000)
    expect((await api.call(operation, input)).body.__type).not.toBe('ThrottlingException')
  })

  test('that describe have none', async () => {
    const answers = await Promise.all(Array.from({ length: 300 }, () => api.call('DescribeRepositories', {})))
    expect(answers.every(({ status }) => status === 200)).toBe(true)
  })

  test('are counted together with what a container client pushes', async () => {
    await set('initiate-layer-upload-rate', 1)
    const begin = () => api.send('POST', '/v2/acme/app/blobs/uploads/')
    const answers = await Promise.all(Array.from({ length: clients }, begin))
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(10)
    const refused = answers.filter(({ status }) => status !== 202)
    for (const answer of refused) expect(answer).toMatchObject({ status: 429, error: 'TOOMANYREQUESTS' })
    expect((await api.call('InitiateLayerUpload', { repositoryName: 'app' })).body.__type).toBe(
      'ThrottlingException',
    )
  })
})

describe('the data of a month', () => {
  const layer = 'x'.repeat(1000)
  const blob = `/v2/acme/app/blobs/${toDescriptor(layer).digest}`
  const download = (options: SendOptions = { as: 'owner' }) => api.send('GET', blob, options)

  beforeEach(async () => {
    // 2,000 bytes.
    await open({ RATE_LIMITS: 'aws', ANONYMOUS_DATA_GB_PER_MONTH: '0.000002' })
    await pushImage(api, 'acme/app', 'v1', { layers: [layer] })
  })

  test('is limited for each address, in the words of the original, until the next month begins', async () => {
    expect(await download(anonymous())).toMatchObject({ status: 200 })
    expect(await download(anonymous())).toMatchObject({ status: 200 })
    expect(await download(anonymous())).toMatchObject({
      status: 429,
      text: '{"errors":[{"code":"TOOMANYREQUESTS","message":"Data limit exceeded"}]}',
      headers: { 'retry-after': String(30.5 * 86_400) },
    })
    expect(await download(anonymous('192.0.2.2'))).toMatchObject({ status: 200 })
    expect(await api.send('HEAD', blob, anonymous())).toMatchObject({ status: 200 })
    api.setTime('2026-03-31T23:59:59.999Z')
    expect(await download(anonymous())).toMatchObject({ status: 429, headers: { 'retry-after': '1' } })
    api.setTime('2026-04-01T00:00:00.000Z')
    expect(await download(anonymous())).toMatchObject({ status: 200 })
  })

  test('is a quota of each account', async () => {
    await set('data-per-month-bytes', 1000)
    expect(await download()).toMatchObject({ status: 200 })
    expect(await download()).toMatchObject({ status: 429 })
    expect(await download({ as: 'other' })).toMatchObject({ status: 200 })
    await set('data-per-month-bytes', 1001)
    expect(await download()).toMatchObject({ status: 200 })
    await set('data-per-month-bytes', 2000, otherAccount)
    expect(await download({ as: 'other' })).toMatchObject({ status: 200 })
    expect(await download({ as: 'other' })).toMatchObject({ status: 429 })
  })

  test('counts what was sent: a range by its length, and nothing of what the client has', async () => {
    await set('data-per-month-bytes', 300)
    for (let n = 0; n < 3; n += 1) {
      const headers = { range: `bytes=${n * 100}-${n * 100 + 99}` }
      expect(await download({ headers })).toMatchObject({ status: 206 })
    }
    expect(await download()).toMatchObject({ status: 429 })
  })

  test('is exact when 50 clients download at once, and kept over a restart without a write for each', async () => {
    await set('data-per-month-bytes', 50_000)
    let commits = 0
    const { store } = api.service
    const { quietly } = store
    store.quietly = (run) => {
      commits += 1
      return quietly(run)
    }
    const answers = await Promise.all(Array.from({ length: clients }, () => download()))
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    await Promise.all([api.service.limits.flush(), api.service.limits.flush()])
    await api.service.limits.flush()
    expect(commits).toBeLessThanOrEqual(2)
    const row = await databaseOf(store).selectFrom('data_transfer').selectAll().executeTakeFirst()
    expect(row).toEqual({ month: '2026-03', client: ownerAccount, bytes: 50_000 })

    const restarted = {
      ...api.service,
      limits: createLimits(api.service.config, store, api.service.clock, randomUUID),
    }
    const distribution = createDistribution(restarted)
    const headers = {
      authorization: `Basic ${Buffer.from(`AWS:${await api.password('owner')}`).toString('base64')}`,
    }
    const again = { method: 'GET', url: blob, headers, sourceIp: '192.0.2.1', body: empty() }
    expect(await distribution.handle(again)).toMatchObject({ status: 429 })
  })

  test('that could not be written is written the next time', async () => {
    const { store, limits } = api.service
    const { quietly } = store
    await download()
    store.quietly = () => Promise.reject(new Error('disk failed'))
    await expect(limits.flush()).rejects.toThrow('disk failed')
    store.quietly = quietly
    await download()
    await limits.flush()
    const row = await databaseOf(store).selectFrom('data_transfer').select('bytes').executeTakeFirst()
    expect(row).toEqual({ bytes: 2000 })
  })

  test('of months before the last one is forgotten', async () => {
    await download()
    await api.service.limits.flush()
    for (const [at, months] of [
      ['2026-04-15T00:00:00.000Z', ['2026-03', '2026-04']],
      ['2026-05-15T00:00:00.000Z', ['2026-04', '2026-05']],
    ] as const) {
      api.setTime(at)
      await download()
      await api.service.limits.flush()
      const rows = await databaseOf(api.service.store).selectFrom('data_transfer').select('month').execute()
      expect(rows.map(({ month }) => month)).toEqual(months)
    }
  })
})

async function* empty(): AsyncGenerator<Uint8Array> {}
