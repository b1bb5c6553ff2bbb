import { describe, expect, test } from 'vitest'
import {
  listFound,
  openTestCatalog,
  toTestQuery,
  toTestRecord,
  toTestRegistryId,
} from '#testing/test-catalog.ts'

const digestOf = (begin: string) => `sha256:${begin.padEnd(64, '0')}`
const tags = [
  { tag: '2.1.0', digest: digestOf('abcd1') },
  { tag: 'latest', digest: digestOf('abcd1') },
  { tag: '2.0.9', digest: digestOf('ffff') },
]
const opened = openTestCatalog([
  {
    aliases: ['acme', 'a1b2c3d4'],
    repositories: [
      { repositoryName: 'web', tags },
      { repositoryName: 'copy', tags: [{ tag: 'v1', digest: digestOf('abcd1') }] },
      { repositoryName: 'odd', tags: [{ tag: 'x', digest: 'sha512:abcd' }] },
    ],
  },
  {
    aliases: ['other'],
    repositories: [{ repositoryName: 'web', tags: [{ tag: '9', digest: digestOf('ab') }] }],
  },
])
const { catalog, writer } = opened

describe('a tag', () => {
  test('is found by any alias, with all tags of its image, the newest first', () => {
    expect(catalog.findTag('a1b2c3d4', 'web', 'latest')).toEqual({
      registryAlias: 'acme',
      repositoryName: 'web',
      digest: digestOf('abcd1'),
      tags: ['2.1.0', 'latest'],
    })
    expect(catalog.findTag('acme', 'web', 'none')).toBeNull()
    expect(catalog.findTag('nobody', 'web', 'latest')).toBeNull()
  })

  test('after `repository:` those that begin so are suggested, the newest first', () => {
    const suggest = (text: string) =>
      catalog
        .suggest(text, 5)
        .map((found) => (found.kind === 'tag' ? `${found.registryAlias} ${found.tag}` : ''))
    expect(suggest('acme/web:')).toEqual(['acme 2.1.0', 'acme latest', 'acme 2.0.9'])
    expect(suggest('A1B2C3D4/web:2.')).toEqual(['acme 2.1.0', 'acme 2.0.9'])
    expect(suggest('copy:v')).toEqual(['acme v1'])
    expect(suggest('acme/none:')).toEqual([])
  })

  test('a search for it puts the repository that has it first', () => {
    expect(listFound(opened, { text: 'web:9' })[0]).toBe('other/web')
    expect(listFound(opened, { text: 'web:2.0.9' })[0]).toBe('acme/web')
  })

  test('a version finds repositories that have a tag of it', () => {
    expect(listFound(opened, { text: 'web 2.0' })).toEqual(['acme/web'])
    const { without } = opened.catalog.search(toTestQuery({ text: 'web 2.0.8' }))
    expect(without).toEqual(['2.0.8'])
  })
})

describe('a digest', () => {
  test.each([
    ['whole', digestOf('abcd1'), ['acme/copy', 'acme/web']],
    ['begun', 'sha256:abcd', ['acme/copy', 'acme/web']],
    [
      'begun beyond what the index compares as a number',
      digestOf('abcd1').slice(0, 40),
      ['acme/copy', 'acme/web'],
    ],
    ['of several images', 'sha256:ab', ['other/web', 'acme/copy', 'acme/web']],
    ['unknown', 'sha256:1234', []],
  ])('%s: %s', (_, digest, expected) => {
    const found = catalog.findDigest(digest, 9)
    expect(found.map((image) => `${image.registryAlias}/${image.repositoryName}`)).toEqual(expected)
  })

  test('carries its tags, and no more images than asked for', () => {
    expect(catalog.findDigest('sha256:ffff', 5)).toMatchObject([
      { digest: digestOf('ffff'), tags: ['2.0.9'] },
    ])
    expect(catalog.findDigest('sha256:ab', 1)).toHaveLength(1)
    expect(catalog.findDigest('sha512:abcd', 5)).toEqual([])
    expect(catalog.findDigest('nonsense', 5)).toEqual([])
  })

  test('finds repositories in a search, beside other words', () => {
    expect(listFound(opened, { text: 'sha256:abcd1' }).toSorted()).toEqual(['acme/copy', 'acme/web'])
    expect(listFound(opened, { text: 'sha256:abcd1 copy' })).toEqual(['acme/copy'])
    expect(listFound(opened, { text: 'sha256:12345' })).toEqual([])
  })
})

test('tags that are gone are not found', () => {
  const own = openTestCatalog([{ aliases: ['acme'], repositories: [{ repositoryName: 'web', tags }] }])
  own.writer.putRepositories([
    toTestRecord(toTestRegistryId(0), { repositoryName: 'web', tags: tags.slice(2) }),
  ])
  expect(own.catalog.findTag('acme', 'web', 'latest')).toBeNull()
  expect(own.catalog.findDigest('sha256:abcd', 5)).toEqual([])
  expect(own.catalog.findDigest('sha256:ffff', 5)).toHaveLength(1)
})

test('writing leaves the others alone', () => {
  writer.putRepositories([toTestRecord(toTestRegistryId(0), { repositoryName: 'copy', tags: [] })])
  expect(catalog.findDigest('sha256:abcd', 5)).toHaveLength(1)
})
