import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { listFound, openTestCatalog, testPageSize, toTestQuery } from '#testing/test-catalog.ts'
import type { SortOrder } from '../query/search-query.ts'

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
      'lensmakers/lens',
      'acme/tools/lens',
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

const newestTag = { tag: '1.0', pushedAt: null }

describe('ranking', () => {
  const shelf = openTestCatalog([
    {
      aliases: ['official'],
      verified: true,
      repositories: [
        { repositoryName: 'redis', newestTag, pullCount: 5_000_000, architectures: ['ARM 64'] },
        {
          repositoryName: 'postgres',
          newestTag,
          pullCount: 4_000_000,
          tags: ['v16.2-alpine', 'latest'].map((tag) => ({ tag, digest: 'x' })),
        },
        { repositoryName: 'node-js', newestTag, description: 'The runtime of JavaScript' },
      ],
    },
    {
      aliases: ['looks'],
      displayName: 'Redis look-alikes',
      repositories: [
        { repositoryName: 'redis', newestTag, pullCount: 90_000_000 },
        { repositoryName: 'redis-arm64', newestTag, pullCount: 10 },
        { repositoryName: 'postgresql', newestTag, pullCount: 90_000_000 },
        { repositoryName: 'postgres-16.2', newestTag },
        { repositoryName: 'empty/redis', pullCount: 99 },
        { repositoryName: 'postgres-client', newestTag, description: 'For the latest postgres' },
        { repositoryName: 'runner', newestTag, aboutText: 'Runs node js programs like redis' },
      ],
    },
    { aliases: ['acme'], repositories: [{ repositoryName: 'official', newestTag, description: 'redis' }] },
  ])

  test.each([
    [
      'a verified image comes before one of the same name, however much that is pulled',
      'redis',
      'official/redis',
    ],
    ['a publisher and a name mean that very image', 'looks redis', 'looks/redis'],
    ['another name of the same software is as good', 'postgresql', 'official/postgres'],
    ['a platform says which image is meant', 'redis arm64', 'official/redis'],
    ['a version says which image is meant', 'postgres 16.2', 'official/postgres'],
    ['so does a tag', 'postgres latest', 'official/postgres'],
    ['and a tag of several parts', 'postgres v16.2-alpine', 'official/postgres'],
    ['written together', 'nodejs', 'official/node-js'],
    ['written apart', 'node js', 'official/node-js'],
    ['written with a dot', 'node.js', 'official/node-js'],
    ['by another name, written together', 'node', 'official/node-js'],
  ])('%s: %s', (_, text, expected) => {
    expect(listFound(shelf, { text })[0]).toBe(expected)
  })

  test('a tag alone finds what is about it, and not everything that has it', () => {
    expect(listFound(shelf, { text: 'latest' })).toEqual(['looks/postgres-client'])
    expect(listFound(shelf, { text: 'lat' })).toEqual(['looks/postgres-client'])
    expect(listFound(shelf, { text: 'v16.2-alpine' })).toEqual(['official/postgres'])
  })

  test('what holds no image comes last, whatever else', () => {
    expect(listFound(shelf, { text: 'redis', page: 2 }).at(-1)).toBe('looks/empty/redis')
    expect(listFound(shelf, { page: 3 }).at(-1)).toBe('looks/empty/redis')
  })

  test.each([
    ['"node js"', ['looks/runner', 'official/node-js']],
    ['"js node"', []],
    ['redis -alikes', ['acme/official', 'official/redis']],
    ['-redis', ['official/node-js', 'official/postgres']],
    ['redis -"node js programs" -alikes', ['acme/official', 'official/redis']],
  ])('phrases are exact, and what is excluded is not found: %s', (text, expected) => {
    expect(listFound(shelf, { text }).toSorted()).toEqual(expected)
  })
})

describe('slips', () => {
  const shelf = openTestCatalog([
    {
      aliases: ['acme'],
      repositories: [
        { repositoryName: 'nginx', newestTag },
        { repositoryName: 'kubernetes', newestTag },
        { repositoryName: 'elasticsearch', newestTag },
        { repositoryName: 'harbor', newestTag },
        { repositoryName: 'harbour', newestTag },
        { repositoryName: 'go', newestTag },
        { repositoryName: 'café', newestTag },
        {
          repositoryName: 'sqlite-replica',
          newestTag,
          description: 'Serves a node',
          tags: [{ tag: 'bookworm', digest: 'x' }],
        },
        { repositoryName: 'a', newestTag, description: 'None' },
        { repositoryName: 'b', newestTag, description: 'None' },
      ],
    },
  ])

  test('a text with the same slip does not pass the name that is meant', () => {
    const repositories = ['kubernetes', 'tools/kubernetes', 'notes'].map((repositoryName) => ({
      repositoryName,
      newestTag,
      description: repositoryName === 'notes' ? 'About kubernets, with one letter less' : '',
    }))
    const opened = openTestCatalog([{ aliases: ['acme'], repositories }])
    expect(opened.catalog.search(toTestQuery({ text: 'kubernets' })).correctedTerm).toBe('kubernetes')
    expect(listFound(opened, { text: 'kubernets' })).toEqual([
      'acme/kubernetes',
      'acme/tools/kubernetes',
      'acme/notes',
    ])
  })

  test('other names of software are found by neighbours that mean it together', () => {
    expect(listFound(shelf, { text: 'go lang' })).toEqual(['acme/go'])
  })

  test.each([
    ['ngnix', 'nginx', 'acme/nginx'],
    ['NGIMX', 'nginx', 'acme/nginx'],
    ['kuberentes', 'kubernetes', 'acme/kubernetes'],
    ['elastcsaerch', 'elasticsearch', 'acme/elasticsearch'],
    ['elasticsearhc -nginx', 'elasticsearch -nginx', 'acme/elasticsearch'],
    ['sqlite-replcia', 'sqlite-replica', 'acme/sqlite-replica'],
    ['acme/sqltie_replica:1.2', 'acme/sqlite_replica:1.2', 'acme/sqlite-replica'],
  ])('%s is taken for %s', (text, correctedTerm, expected) => {
    const result = shelf.catalog.search(toTestQuery({ text }))
    expect(result.correctedTerm).toBe(correctedTerm)
    expect(result.repositories.map(({ repositoryName }) => `acme/${repositoryName}`)).toEqual([expected])
  })

  test.each([
    ['a name, though another is near', 'harbour', ['acme/harbour']],
    ['a beginning that is found', 'kubern', ['acme/kubernetes']],
    ['a short word', 'gp', []],
    ['two slips in a short word', 'ngmxi', []],
    ['three slips in a long one', 'elastcsaerhc', []],
    ['a phrase', '"ngnix"', []],
    ['a phrase of parts', '"sqlite-replcia"', []],
    ['the name of a tag', 'sqlite-bookworm', []],
    ['a word that is there', 'node', ['acme/sqlite-replica']],
    ['digits', '12345', []],
  ])('%s stays: %s', (_, text, expected) => {
    const result = shelf.catalog.search(toTestQuery({ text }))
    expect(result.correctedTerm).toBeUndefined()
    expect(result.repositories.map(({ repositoryName }) => `acme/${repositoryName}`)).toEqual(expected)
  })
})

describe('other scripts', () => {
  const shelf = openTestCatalog([
    {
      aliases: ['acme'],
      displayName: '株式会社アクメ',
      repositories: [
        { repositoryName: 'web', newestTag, description: '軽量なウェブサーバーです' },
        { repositoryName: 'api', newestTag, description: 'ウェブのための小さなサーバー' },
        { repositoryName: 'йогурт', newestTag, description: 'Straßenbahn naïve' },
      ],
    },
  ])

  test.each([
    ['ウェブ', ['acme/api', 'acme/web']],
    ['ウェブサーバー', ['acme/web']],
    ['軽', ['acme/web']],
    ['サーバー 小さな', ['acme/api']],
    ['ｻｰﾊﾞｰ', ['acme/api', 'acme/web']],
    ['株式会社', ['acme/api', 'acme/web', 'acme/йогурт']],
    ['STRASSENBAHN NAIVE', ['acme/йогурт']],
    ['ЙОГУ', ['acme/йогурт']],
  ])('%s', (text, expected) => {
    expect(listFound(shelf, { text }).toSorted()).toEqual(expected)
  })
})

describe('matching', () => {
  test('where nothing has every word, the rest is found, and the search says what it left out', () => {
    const result = wall.catalog.search(toTestQuery({ text: 'lens zebra' }))
    expect(result.without).toEqual(['zebra'])
    const found = listFound(wall, { text: 'lens' })
    expect(listFound(wall, { text: 'lens zebra' }).toSorted()).toEqual(found.toSorted())
    expect(listFound(wall, { text: 'zebra giraffe' })).toEqual([])
  })

  test.each([
    ['every word has to match', 'lens glass', ['acme/lens']],
    ['each word may be a beginning', 'obs gri', ['acme/lens']],
    ['accents and case do not matter', 'CAFE', ['acme/tripod']],
    ['the publisher counts', 'observatory mirr', ['acme/mirror', 'acme/tools/lens']],
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

describe('names that signs are a part of', () => {
  const opened = () =>
    openTestCatalog([
      {
        aliases: ['acme'],
        repositories: [
          { repositoryName: 'cplusplus', description: 'C++ and C# tools' },
          { repositoryName: 'cache', description: 'Written in C' },
          { repositoryName: 'csharp-kit' },
          { repositoryName: 'runtime', description: 'For .NET 8 and ASP.NET' },
          { repositoryName: 'net', description: 'Networks' },
          ...Array.from({ length: 9 }, (_, n) => ({ repositoryName: `c${n}`, description: 'c net f' })),
        ],
      },
    ])

  test.each([
    ['c++', ['acme/cplusplus']],
    ['C++17', []],
    ['c#', ['acme/csharp-kit', 'acme/cplusplus', 'acme/runtime']],
    ['cpp', ['acme/cplusplus']],
    ['.net', ['acme/runtime']],
    ['dotnet', ['acme/runtime']],
    ['f#', []],
  ])('%s', (text, expected) => {
    expect(listFound(opened(), { text })).toEqual(expected)
  })
})

test('a repository that is named as typed comes first, even when nothing is pushed yet', () => {
  const opened = openTestCatalog([
    {
      aliases: ['acme'],
      repositories: [
        ...Array.from({ length: 12 }, (_, n) => ({
          repositoryName: `tool${n}`,
          description: 'Runs beside docker',
          newestTag: { tag: '1', pushedAt: null },
          pullCount: 100,
        })),
        { repositoryName: 'docker-tools', newestTag: { tag: '1', pushedAt: null } },
        { repositoryName: 'docker' },
        { repositoryName: 'empty', description: 'docker' },
      ],
    },
    {
      aliases: ['other'],
      repositories: [{ repositoryName: 'docker', newestTag: { tag: '1', pushedAt: null } }],
    },
  ])
  expect(listFound(opened, { text: 'docker' }).slice(0, 3)).toEqual([
    'other/docker',
    'acme/docker',
    'acme/docker-tools',
  ])
  expect(listFound(opened, { text: 'docker', page: 4 }).at(-1)).toBe('acme/empty')
})

describe('what a text names exactly is offered', () => {
  const first = `sha256:0123456789ab${'0'.repeat(52)}`
  const second = `sha256:0123456789ab${'1'.repeat(52)}`
  const opened = () =>
    openTestCatalog([
      {
        aliases: ['tidewater'],
        verified: true,
        repositories: [
          {
            repositoryName: 'redis',
            newestTag: { tag: '7', pushedAt: null },
            tags: [{ tag: '7', digest: first }],
          },
        ],
      },
      {
        aliases: ['acme'],
        repositories: [
          {
            repositoryName: 'web',
            newestTag: { tag: '1', pushedAt: null },
            tags: [{ tag: '1', digest: second }],
          },
        ],
      },
    ])
  const offer = (text: string) =>
    opened()
      .catalog.search(toTestQuery({ text }))
      .offers.map(
        ({ registryAlias, repositoryName, tag, digest }) =>
          `${registryAlias}/${repositoryName}${tag === null ? '' : `:${tag}`}${digest === null ? '' : '@'}`,
      )

  test.each([
    ['docker.io/library/redis', ['tidewater/redis']],
    ['docker.io/library/redis:7', ['tidewater/redis:7']],
    ['docker.io/library/redis:9', ['tidewater/redis']],
    ['library/redis:7', ['tidewater/redis:7']],
    ['docker.io/redis', ['tidewater/redis']],
    ['public.ecr.aws/docker/library/redis:7', ['tidewater/redis:7']],
    ['docker pull quay.io/someone/redis', ['tidewater/redis']],
    ['acme/web', []],
    ['redis:7', []],
    ['docker.io/library/nothing', []],
    ['0123456789ab', ['tidewater/redis:7@', 'acme/web:1@']],
    ['sha256:0123456789ab', ['tidewater/redis:7@', 'acme/web:1@']],
    ['0123456789ab1', []],
  ])('%s', (text, expected) => {
    expect(offer(text)).toEqual(expected)
  })

  test('short digests find their images, with and without the algorithm', () => {
    expect(listFound(opened(), { text: '0123456789ab1' })).toEqual(['acme/web'])
    expect(listFound(opened(), { text: '0123456789ab' })).toHaveLength(2)
    expect(listFound(opened(), { text: '123456789012' })).toEqual([])
  })
})

test('what is no filter is said, and the rest is searched for', () => {
  const opened = openTestCatalog([
    { aliases: ['acme'], repositories: [{ repositoryName: 'nginx' }, { repositoryName: 'web' }] },
  ])
  const result = opened.catalog.search(toTestQuery({ text: 'is:official nginx' }))
  expect(result.repositories.map(({ repositoryName }) => repositoryName)).toEqual(['nginx'])
  expect(result.notes[0]?.suggestion?.text).toBe('verified:yes nginx')
})
