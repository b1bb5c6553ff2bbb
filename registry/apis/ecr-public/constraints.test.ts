/**
 * Every constraint of the service model, on every operation that has it. What the model leaves to the server
 * alone (patterns, lengths) no client checks before it sends.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiTest, openApiTest } from '#testing/registry/ecr-public/open-api-test.ts'
import { invalid, refusal } from '#testing/registry/ecr-public/refusal.ts'

let api: ApiTest
beforeAll(async () => {
  api = await openApiTest()
})
afterAll(() => api.close())

const absent = 'Member must not be null'
const minLength = (length: number) => `Member must have length greater than or equal to ${length}`
const maxLength = (length: number) => `Member must have length less than or equal to ${length}`
const pattern = (text: string) => `Member must satisfy regular expression pattern: ${text}`

const namePattern = '(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*'
const uuidPattern = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}'

/** Values in the names of tests, cut where they are long on purpose. */
const show = (value: unknown) => (JSON.stringify(value) ?? 'absent').slice(0, 40)

type Row = [value: unknown, constraint: string]

const repositoryName: Row[] = [
  [undefined, absent],
  [null, absent],
  ['', minLength(2)],
  ['a', minLength(2)],
  ['a'.repeat(206), maxLength(205)],
  ...['App', 'a//b', '/ab', 'ab/', '-ab', 'ab-', 'a__b', 'a b', 'ab\n', '..', 'é1', 'a:b', 'a@b'].map(
    (name): Row => [name, pattern(namePattern)],
  ),
]
const registryId: Row[] = ['', '12345678901', '1234567890123', '12345678901a', ' 123456789012'].map(
  (id): Row => [id, pattern('[0-9]{12}')],
)
const registryIdOrAlias: Row[] = [
  ['a', minLength(2)],
  ['a'.repeat(51), maxLength(50)],
]
const maxResults: Row[] = [
  [0, 'Member must have value greater than or equal to 1'],
  [-5, 'Member must have value greater than or equal to 1'],
  [1001, 'Member must have value less than or equal to 1000'],
  [1.5, 'Member must be a whole number'],
]
const resourceArn: Row[] = [
  [undefined, absent],
  ['', minLength(1)],
  ['a'.repeat(2049), maxLength(2048)],
]
const catalogData: Record<string, Row[]> = {
  description: [['d'.repeat(1025), maxLength(1024)]],
  aboutText: [['t'.repeat(25_601), maxLength(25_600)]],
  usageText: [['t'.repeat(25_601), maxLength(25_600)]],
  architectures: [[Array(51).fill('x86'), maxLength(50)]],
  operatingSystems: [[Array(51).fill('Linux'), maxLength(50)]],
}
const part = { uploadId: '00000000-0000-4000-8000-000000000000', partFirstByte: 0, partLastByte: 1 }
const uploadId: Row[] = [
  [undefined, absent],
  ['x', pattern(uuidPattern)],
  [`${part.uploadId}0`, pattern(uuidPattern)],
]
const imageIds: Row[] = [
  [[], minLength(1)],
  [Array(101).fill({ imageTag: 'v1' }), maxLength(100)],
]

/** Each operation with an input that its shape accepts, and the rows for each of its members. */
const operations: [name: string, valid: object, members: Record<string, Row[]>][] = [
  [
    'BatchCheckLayerAvailability',
    { repositoryName: 'app', layerDigests: ['sha256:00'] },
    {
      repositoryName,
      registryId: registryIdOrAlias,
      layerDigests: [
        [undefined, absent],
        [[], minLength(1)],
        [Array(101).fill('sha256:00'), maxLength(100)],
      ],
    },
  ],
  [
    'BatchDeleteImage',
    { repositoryName: 'app', imageIds: [{ imageTag: 'v1' }] },
    { repositoryName, registryId: registryIdOrAlias, imageIds: [[undefined, absent], ...imageIds] },
  ],
  [
    'CompleteLayerUpload',
    { repositoryName: 'app', uploadId: part.uploadId, layerDigests: ['sha256:00'] },
    {
      repositoryName,
      registryId: registryIdOrAlias,
      uploadId,
      layerDigests: [
        [undefined, absent],
        [[], minLength(1)],
        [Array(101).fill('sha256:00'), maxLength(100)],
      ],
    },
  ],
  ['CreateRepository', { repositoryName: 'app' }, { repositoryName }],
  ['DeleteRepository', { repositoryName: 'app' }, { repositoryName, registryId }],
  ['DeleteRepositoryPolicy', { repositoryName: 'app' }, { repositoryName, registryId }],
  ['DescribeImageTags', { repositoryName: 'app' }, { repositoryName, registryId, maxResults }],
  ['DescribeImages', { repositoryName: 'app' }, { repositoryName, registryId, maxResults, imageIds }],
  ['DescribeRegistries', {}, { maxResults }],
  [
    'DescribeRepositories',
    {},
    {
      registryId,
      maxResults,
      repositoryNames: [
        [[], minLength(1)],
        [Array(101).fill('app'), maxLength(100)],
      ],
    },
  ],
  ['GetRepositoryCatalogData', { repositoryName: 'app' }, { repositoryName, registryId }],
  ['GetRepositoryPolicy', { repositoryName: 'app' }, { repositoryName, registryId }],
  ['InitiateLayerUpload', { repositoryName: 'app' }, { repositoryName, registryId: registryIdOrAlias }],
  ['ListTagsForResource', {}, { resourceArn }],
  [
    'PutImage',
    { repositoryName: 'app', imageManifest: '{}' },
    {
      repositoryName,
      registryId: registryIdOrAlias,
      imageManifest: [
        [undefined, absent],
        ['', minLength(1)],
      ],
      imageTag: [
        ['', minLength(1)],
        ['t'.repeat(301), maxLength(300)],
      ],
    },
  ],
  ['PutRegistryCatalogData', {}, { displayName: [['n'.repeat(101), maxLength(100)]] }],
  [
    'PutRepositoryCatalogData',
    { repositoryName: 'app', catalogData: {} },
    { repositoryName, registryId, catalogData: [[undefined, absent]] },
  ],
  [
    'SetRepositoryPolicy',
    { repositoryName: 'app', policyText: '{}' },
    {
      repositoryName,
      registryId,
      policyText: [
        [undefined, absent],
        [' '.repeat(10_241), maxLength(10_240)],
      ],
    },
  ],
  [
    'TagResource',
    { resourceArn: 'arn:aws:ecr-public::111111111111:repository/app', tags: [] },
    {
      resourceArn,
      tags: [
        [undefined, absent],
        [Array(201).fill({ Key: 'k', Value: '' }), maxLength(200)],
      ],
    },
  ],
  [
    'UntagResource',
    { resourceArn: 'arn:aws:ecr-public::111111111111:repository/app', tagKeys: [] },
    {
      resourceArn,
      tagKeys: [
        [undefined, absent],
        [Array(201).fill('k'), maxLength(200)],
      ],
    },
  ],
  [
    'UploadLayerPart',
    { repositoryName: 'app', ...part, layerPartBlob: 'AA==' },
    {
      repositoryName,
      registryId: registryIdOrAlias,
      uploadId,
      partFirstByte: [
        [undefined, absent],
        [-1, 'Member must have value greater than or equal to 0'],
      ],
      partLastByte: [
        [undefined, absent],
        [-1, 'Member must have value greater than or equal to 0'],
      ],
      layerPartBlob: [
        [undefined, absent],
        ['AA', 'Member must be valid base64 with its padding'],
      ],
    },
  ],
]

describe.each(operations)('%s', (operation, valid, members) => {
  test.each(
    Object.entries(members).flatMap(([member, rows]) =>
      rows.map((row) => [member, show(row[0]), ...row] as const),
    ),
  )('%s = %s', async (member, _shown, value, constraint) => {
    expect(await api.call(operation, { ...valid, [member]: value })).toMatchObject(
      invalid(member, constraint),
    )
  })
})

describe.each(['CreateRepository', 'PutRepositoryCatalogData'])('%s: catalogData', (operation) => {
  test.each(
    Object.entries(catalogData).flatMap(([member, rows]) =>
      rows.map((row) => [member, show(row[0]), ...row] as const),
    ),
  )('%s = %s', async (member, _shown, value, constraint) => {
    const input = { repositoryName: 'app', catalogData: { [member]: value } }
    expect(await api.call(operation, input)).toMatchObject(invalid(`catalogData.${member}`, constraint))
  })

  test.each(['architectures', 'operatingSystems'])('%s: each name has 1 to 50 characters', async (member) => {
    const answer = (name: string) =>
      api.call(operation, { repositoryName: 'app', catalogData: { [member]: ['Linux', name] } })
    const path = `catalogData.${member}.2.member`
    expect(await answer('')).toMatchObject(invalid(path, minLength(1)))
    expect(await answer('x'.repeat(51))).toMatchObject(invalid(path, maxLength(50)))
  })
})

describe('members of lists are named by their place, from 1', () => {
  test('repositoryNames', async () => {
    expect(await api.call('DescribeRepositories', { repositoryNames: ['ok', 'No'] })).toMatchObject(
      invalid('repositoryNames.2.member', pattern(namePattern)),
    )
  })

  test('imageIds', async () => {
    const input = { repositoryName: 'app', imageIds: [{ imageTag: '' }] }
    expect(await api.call('DescribeImages', input)).toMatchObject(
      invalid('imageIds.1.member.imageTag', minLength(1)),
    )
  })

  test('layerDigests', async () => {
    const valid = { repositoryName: 'app', uploadId: part.uploadId }
    expect(await api.call('CompleteLayerUpload', { ...valid, layerDigests: ['sha256:xyz'] })).toMatchObject(
      invalid('layerDigests.1.member', pattern('[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+')),
    )
    const long = { repositoryName: 'app', layerDigests: ['d'.repeat(1001)] }
    expect(await api.call('BatchCheckLayerAvailability', long)).toMatchObject(
      invalid('layerDigests.1.member', maxLength(1000)),
    )
  })
})

describe('lengths are counted in code points', () => {
  test('characters outside the Basic Multilingual Plane count once', async () => {
    expect(await api.call('PutRegistryCatalogData', { displayName: '🐳'.repeat(100) })).toMatchObject({
      status: 200,
    })
    expect(await api.call('PutRegistryCatalogData', { displayName: '🐳'.repeat(101) })).toMatchObject(
      invalid('displayName', maxLength(100)),
    )
  })

  test('half a character is refused, because it could not be stored as it came', async () => {
    expect(await api.call('PutRegistryCatalogData', { displayName: '\ud83d' })).toMatchObject(
      invalid('displayName', 'Member must be well-formed Unicode text'),
    )
  })
})

describe('a value of a wrong type cannot be read', () => {
  test.each<[string, object, string]>([
    [
      'CreateRepository',
      { repositoryName: 1 },
      "NUMBER_VALUE cannot be converted to String: 'repositoryName'",
    ],
    [
      'CreateRepository',
      { repositoryName: {} },
      "STRUCTURE_VALUE cannot be converted to String: 'repositoryName'",
    ],
    ['DescribeRegistries', { maxResults: '5' }, "STRING_VALUE cannot be converted to Integer: 'maxResults'"],
    [
      'DescribeRepositories',
      { repositoryNames: 'app' },
      "STRING_VALUE cannot be converted to List: 'repositoryNames'",
    ],
    [
      'DeleteRepository',
      { repositoryName: 'app', force: 'yes' },
      "STRING_VALUE cannot be converted to Boolean: 'force'",
    ],
    [
      'PutRepositoryCatalogData',
      { repositoryName: 'app', catalogData: [] },
      "LIST_VALUE cannot be converted to Structure: 'catalogData'",
    ],
    [
      'CreateRepository',
      { repositoryName: 'app', catalogData: { logoImageBlob: 1 } },
      "NUMBER_VALUE cannot be converted to Blob: 'catalogData.logoImageBlob'",
    ],
    [
      'TagResource',
      { resourceArn: 'arn:aws:ecr-public::111111111111:repository/app', tags: [{ Key: true }] },
      "BOOLEAN_VALUE cannot be converted to String: 'tags.1.member.Key'",
    ],
  ])('%s %j', async (operation, input, message) => {
    expect(await api.call(operation, input)).toMatchObject(refusal('SerializationException', message))
  })

  test('null counts as absent, and members that the model does not know are ignored', async () => {
    expect(await api.call('DescribeRepositories', { registryId: null, colour: 'red' })).toMatchObject({
      status: 200,
      body: { repositories: [] },
    })
  })
})
