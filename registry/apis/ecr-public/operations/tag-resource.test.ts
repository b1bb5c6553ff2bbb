import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
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

const resourceArn = `arn:aws:ecr-public::${ownerAccount}:repository/app`
const tagsOf = async () => (await api.call('ListTagsForResource', { resourceArn })).body.tags
const tag = (...tags: object[]) => api.call('TagResource', { resourceArn, tags })
const numbered = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ Key: `k${String(n).padStart(2, '0')}`, Value: 'v' }))

beforeEach(() => api.call('CreateRepository', { repositoryName: 'app' }))

test('adds and replaces, and leaves other tags alone', async () => {
  expect((await tag({ Key: 'a', Value: '1' }, { Key: 'A', Value: '' })).body).toEqual({})
  await tag({ Key: 'a', Value: '2' }, { Key: 'Übergröße 1_.:/=+-@', Value: 'x' })
  expect(await tagsOf()).toEqual([
    { Key: 'A', Value: '' },
    { Key: 'a', Value: '2' },
    { Key: 'Übergröße 1_.:/=+-@', Value: 'x' },
  ])
})

test('UntagResource removes by key, and passes over keys that are not there', async () => {
  await tag({ Key: 'a', Value: '' }, { Key: 'b', Value: '' })
  expect((await api.call('UntagResource', { resourceArn, tagKeys: ['a', 'gone'] })).body).toEqual({})
  expect(await tagsOf()).toEqual([{ Key: 'b', Value: '' }])
})

test('50 tags fit, and existing ones may change then', async () => {
  expect(await tag(...numbered(50))).toMatchObject({ status: 200 })
  expect(await tag({ Key: 'k00', Value: 'new' })).toMatchObject({ status: 200 })
  expect(await tag({ Key: 'more', Value: '' })).toMatchObject(
    refusal(
      'TooManyTagsException',
      'A repository can have at most 50 tags; with this request it would have 51.',
    ),
  )
})

describe('what cannot be a tag: InvalidTagParameterException', () => {
  test.each<[string, object[]]>([
    ['no key', [{ Value: '' }]],
    ['no value', [{ Key: 'a' }]],
    ['null value', [{ Key: 'a', Value: null }]],
    ['empty key', [{ Key: '', Value: '' }]],
    ['key of 129 characters', [{ Key: 'k'.repeat(129), Value: '' }]],
    ['value of 257 characters', [{ Key: 'k', Value: 'v'.repeat(257) }]],
    ['key of AWS', [{ Key: 'aws:created', Value: '' }]],
    ['key of AWS, in capitals', [{ Key: 'AWS:created', Value: '' }]],
    ['character in the key', [{ Key: 'a<b', Value: '' }]],
    ['character in the value', [{ Key: 'a', Value: 'a\u0000' }]],
    [
      'key twice',
      [
        { Key: 'a', Value: '1' },
        { Key: 'a', Value: '2' },
      ],
    ],
  ])('%s', async (_name, tags) => {
    expect(await tag({ Key: 'fine', Value: '' }, ...tags)).toMatchObject(
      refusal('InvalidTagParameterException'),
    )
    expect(await tagsOf()).toEqual([])
  })

  test.each(['', 'aws:x', 'k'.repeat(129)])("UntagResource: key '%s'", async (key) => {
    expect(await api.call('UntagResource', { resourceArn, tagKeys: [key] })).toMatchObject(
      refusal('InvalidTagParameterException'),
    )
  })

  test('keys and values of the greatest length are taken', async () => {
    expect(await tag({ Key: 'k'.repeat(128), Value: 'v'.repeat(256) })).toMatchObject({
      status: 200,
    })
  })
})

const calls: [operation: string, rest: object][] = [
  ['TagResource', { tags: [] }],
  ['UntagResource', { tagKeys: [] }],
  ['ListTagsForResource', {}],
]

describe.each(calls)('%s', (operation, rest) => {
  test('an unknown repository', async () => {
    const unknown = `${resourceArn}2`
    expect(await api.call(operation, { resourceArn: unknown, ...rest })).toMatchObject(
      refusal('RepositoryNotFoundException'),
    )
  })

  test.each([
    'app',
    'arn:aws:ecr-public:us-east-1:111111111111:repository/app',
    'arn:aws:ecr::111111111111:repository/app',
    'arn:aws-cn:ecr-public::111111111111:repository/app',
    'arn:aws:ecr-public::111111111111:registry/111111111111',
    'arn:aws:ecr-public::11111111111:repository/app',
    'arn:aws:ecr-public::111111111111:repository/App',
    'arn:aws:ecr-public::111111111111:repository/app ',
    'arn:aws:ecr-public::111111111111:repository/',
  ])("ARN '%s' is refused", async (wrong) => {
    expect(await api.call(operation, { resourceArn: wrong, ...rest })).toMatchObject(
      invalid(
        'resourceArn',
        'Invalid ARN: it must have the form arn:aws:ecr-public::123456789012:repository/repository-name',
      ),
    )
  })

  test("another account's repository", async () => {
    const foreign = `arn:aws:ecr-public::${otherAccount}:repository/app`
    expect(await api.call(operation, { resourceArn: foreign, ...rest })).toMatchObject(
      denied(`arn:aws:iam::${ownerAccount}:user/admin`, operation, foreign),
    )
  })
})

test('the gallery reads tags and writes none', async () => {
  const as = api.credentials.gallery
  expect(await api.call('ListTagsForResource', { resourceArn }, as)).toMatchObject({ body: { tags: [] } })
  expect(await api.call('TagResource', { resourceArn, tags: [] }, as)).toMatchObject(
    refusal('AccessDeniedException'),
  )
  expect(await api.call('UntagResource', { resourceArn, tagKeys: [] }, as)).toMatchObject(
    refusal('AccessDeniedException'),
  )
})

test('tags that pages show the effect of are in the change feed, and no others', async () => {
  const feed = async () =>
    (await databaseOf(api.service.store).selectFrom('change').select('sequence').execute()).length
  const before = await feed()
  await tag({ Key: 'team', Value: 'a' })
  await api.call('UntagResource', { resourceArn, tagKeys: ['team'] })
  expect(await feed()).toBe(before)
  let changes = before
  for (const key of ['public-gallery:default-tag', 'public-gallery:signing-key']) {
    await tag({ Key: key, Value: '1.0' })
    expect(await feed()).toBe(changes + 1)
    await api.call('UntagResource', { resourceArn, tagKeys: [key] })
    changes += 2
    expect(await feed()).toBe(changes)
  }
})
