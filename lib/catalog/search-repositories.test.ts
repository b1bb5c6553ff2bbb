import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SortOrder } from './catalog.ts'
import { listFound, openTestCatalog, testPageSize, toTestQuery } from './test-catalog.ts'

const SORT_ORDERS: SortOrder[] = ['relevance', 'popularity', 'updated', 'name']

const wall = openTestCatalog([
  {
    aliases: ['acme', 'a1b2c3d4'],
    displayName: 'Acme Observatory',
    verified: true,
    repositories: [
      {
        repositoryName: 'lens',
        description: 'Grinds glass',
        operatingSystems: ['Linux'],
        architectures: ['x86-64'],
      },
      { repositoryName: 'tools/lens', aboutText: 'Polishes the mirror.', operatingSystems: ['Windows'] },
      { repositoryName: 'lens-cap', description: 'Keeps dust away', architectures: ['x86'], pullCount: 70 },
      { repositoryName: 'mirror', description: 'Made for the lens', architectures: ['ARM 64'] },
      { repositoryName: 'tripod', usageText: 'Put the lens on top. Café.', architectures: ['ARM', 'sparc'] },
    ],
  },
  {
    aliases: ['lensmakers'],
    repositories: [
      { repositoryName: 'lens', description: 'Another one', pullCount: 900 },
      { repositoryName: 'frame', description: 'Holds it' },
    ],
  },
])

describe('relevance', () => {
  test('an exact name comes first, verified before popular, then better places of the word', () => {
    expect(listFound(wall, { text: 'lens' })).toEqual([
      'acme/lens',
      'acme/tools/lens',
      'lensmakers/lens',
      'acme/lens-cap',
      'lensmakers/frame',
    ])
    expect(listFound(wall, { text: 'lens', page: 2 })).toEqual(['acme/mirror', 'acme/tripod'])
  })

  test('alias and name together are an exact name, by any alias', () => {
    expect(listFound(wall, { text: 'lensmakers/lens' })[0]).toBe('lensmakers/lens')
    expect(listFound(wall, { text: 'A1B2C3D4/tools/lens' })[0]).toBe('acme/tools/lens')
  })

  test('a whole word of the name comes before a longer word that begins with it', () => {
    const shelf = openTestCatalog([
      { aliases: ['shelf'], repositories: [{ repositoryName: 'gopher' }, { repositoryName: 'kit-go' }] },
    ])
    expect(listFound(shelf, { text: 'go kit' })).toEqual(['shelf/kit-go'])
    expect(listFound(shelf, { text: 'go' })).toEqual(['shelf/kit-go', 'shelf/gopher'])
  })

  test('no text lists everything, the most pulled first, then the verified', () => {
    expect(listFound(wall, {}).slice(0, 3)).toEqual(['lensmakers/lens', 'acme/lens-cap', 'acme/lens'])
  })
})

describe('matching', () => {
  test.each([
    ['every word has to match', 'lens glass', ['acme/lens']],
    ['each word may be a beginning', 'obs gri', ['acme/lens']],
    ['accents and case do not matter', 'CAFE', ['acme/tripod']],
    ['the publisher counts', 'observatory mirr', ['acme/mirror', 'acme/tools/lens']],
    ['a name that is not there', 'lens zebra', []],
    ['punctuation alone finds nothing', '*** "" ()', []],
  ])('%s: %s', (_, text, expected) => {
    expect(listFound(wall, { text })).toEqual(expected)
  })

  test.each([
    ['Linux', ['acme/lens']],
    ['windows', ['acme/tools/lens']],
    ['x86-64', ['acme/lens']],
    ['amd64', ['acme/lens']],
    ['x86', ['acme/lens', 'acme/lens-cap']],
    ['ARM 64', ['acme/mirror']],
    ['arm64', ['acme/mirror']],
    ['arm', ['acme/mirror', 'acme/tripod']],
    ['sparc', ['acme/tripod']],
  ])('a platform is found as a word: %s', (text, expected) => {
    expect(listFound(wall, { text }).toSorted()).toEqual(expected)
  })

  test('a platform that is named exactly comes before one that only begins so, however much is pulled', () => {
    expect(listFound(wall, { text: 'x86' })).toEqual(['acme/lens-cap', 'acme/lens'])
  })

  test('whatever is typed is answered', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc
        .array(
          fc.constantFrom(
            '"',
            "'",
            '*',
            '^',
            '(',
            ')',
            ':',
            '{name}',
            'AND',
            'OR',
            'NOT',
            'NEAR(',
            '+',
            '-',
            '\0',
            '\ud800',
            '%',
            '_',
            'lens',
            ' ',
            '\\',
            ';--',
          ),
          { maxLength: 20 },
        )
        .map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(hostile, fc.constantFrom(...SORT_ORDERS), (text, sort) => {
        const result = wall.catalog.search(toTestQuery({ text, sort }))
        expect(result.totalResults).toBeGreaterThanOrEqual(result.repositories.length)
        wall.catalog.suggest(text, 5)
        wall.catalog.findRepository(text, text)
        wall.catalog.listPublisherRepositories(text)
      }),
      { numRuns: 500 },
    )
  })
})

describe('sorting and paging', () => {
  test.each([
    ['name', ['lensmakers/frame', 'acme/lens', 'lensmakers/lens']],
    ['popularity', ['lensmakers/lens', 'acme/lens-cap', 'acme/lens']],
  ] as const)('by %s', (sort, expected) => {
    expect(listFound(wall, { sort }).slice(0, 3)).toEqual(expected)
  })

  test('by update: the last changed first', () => {
    const shelf = openTestCatalog([
      {
        aliases: ['shelf'],
        repositories: [
          { repositoryName: 'old' },
          { repositoryName: 'tagged', newestTag: { tag: '1.0', pushedAt: '2026-03-01T00:00:00.000Z' } },
          { repositoryName: 'changed', changedAt: '2026-04-01T00:00:00.000Z' },
        ],
      },
    ])
    expect(listFound(shelf, { sort: 'updated' })).toEqual(['shelf/changed', 'shelf/tagged', 'shelf/old'])
  })

  test('pages together hold every result once, and a page too far is the last one', () => {
    const names = Array.from({ length: 2 * testPageSize + 1 }, (_, position) => `box-${position}`)
    const shelf = openTestCatalog([
      { aliases: ['shelf'], repositories: names.map((repositoryName) => ({ repositoryName })) },
    ])
    for (const sort of SORT_ORDERS) {
      for (const text of ['', 'box']) {
        const pages = [1, 2, 3].map((page) => listFound(shelf, { text, sort, page }))
        expect(pages.flat().toSorted()).toEqual(names.map((name) => `shelf/${name}`).toSorted())
        const beyond = shelf.catalog.search(toTestQuery({ text, sort, page: 99 }))
        expect(beyond).toMatchObject({ page: 3, pageCount: 3, totalResults: names.length })
        expect(beyond.repositories).toHaveLength(1)
      }
    }
  })

  test('no result is page 1 of 0', () => {
    expect(wall.catalog.search(toTestQuery({ text: 'zebra', page: 7 }))).toMatchObject({
      page: 1,
      pageCount: 0,
      totalResults: 0,
    })
  })
})
