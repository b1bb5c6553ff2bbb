import { describe, expect, test } from 'vitest'
import { openTestCatalog } from '#testing/test-catalog.ts'

const { catalog } = openTestCatalog([
  {
    aliases: ['webworks'],
    displayName: 'Web Works',
    verified: true,
    repositories: [{ repositoryName: 'spider' }, { repositoryName: 'old-web' }],
  },
  {
    aliases: ['harbour'],
    displayName: 'The Harbour',
    repositories: [
      { repositoryName: 'web' },
      { repositoryName: 'webhook' },
      { repositoryName: 'cobweb', logoUrl: 'https://example.com/logo.png' },
      { repositoryName: 'team/website' },
    ],
  },
])

function suggest(text: string, limit = 10): string[] {
  return catalog
    .suggest(text, limit)
    .map((found) =>
      found.kind === 'publisher' ? found.registryAlias : `${found.registryAlias}/${found.repositoryName}`,
    )
}

test('exact names, then beginnings, then words within, then what only the publisher is named', () => {
  expect(suggest('web')).toEqual([
    'harbour/web',
    'harbour/team/website',
    'harbour/webhook',
    'webworks',
    'webworks/old-web',
    'webworks/spider',
  ])
})

test.each([
  ['an alias is the publisher first', 'harb', ['harbour']],
  ['alias and name', 'harbour/web', ['harbour/web', 'harbour/webhook']],
  ['a display name, by its second word', 'works', ['webworks']],
  ['several words', 'webworks spid', ['webworks/spider']],
  ['in capitals', 'SPIDER', ['webworks/spider']],
])('%s', (_, text, expected) => {
  expect(suggest(text).slice(0, expected.length)).toEqual(expected)
})

test('nothing typed suggests nothing, and never more than asked for', () => {
  expect(suggest('  ')).toEqual([])
  expect(suggest('web', 2)).toEqual(['harbour/web', 'harbour/team/website'])
  expect(suggest('zebra')).toEqual([])
})

test('a suggestion carries the logo as the gallery serves it', () => {
  expect(catalog.suggest('cobweb', 1)).toMatchObject([
    { kind: 'repository', logoSrc: expect.stringMatching(/^\/logo\/harbour\/cobweb\?v=[0-9a-f]{12}$/) },
  ])
})

describe('among images that are pulled', () => {
  const digest = `sha256:${'ab'.repeat(32)}`
  const image = (repositoryName: string, tags: string[], pullCount: number) => ({
    repositoryName,
    pullCount,
    kind: 'image' as const,
    tags: tags.map((tag, at) => ({ tag, digest: at === 0 ? digest : `sha256:${'cd'.repeat(32)}` })),
    newestTag: { tag: tags[0] ?? '', pushedAt: '2026-04-01T00:00:00.000Z' },
  })
  const { catalog: images } = openTestCatalog([
    {
      aliases: ['official'],
      displayName: 'Official Images',
      verified: true,
      repositories: [
        image('library/node', ['latest', '22', '22-alpine', '20'], 9e9),
        image('library/redis', ['8', 'latest', '8-alpine'], 9e9),
      ],
    },
    {
      aliases: ['hashicorp'],
      displayName: 'HashiCorp',
      verified: true,
      repositories: [image('terraform', ['1.13', 'light'], 5e8), image('vault', ['1.20'], 5e8)],
    },
    {
      aliases: ['stranger'],
      displayName: 'HashiCorp',
      repositories: [
        image('hashicorp/terraform', ['1.13', 'dind'], 1_000),
        image('terraform', ['1.13'], 1_000),
        image('terrafrom', ['1.13'], 1_000),
        image('node', ['22'], 1_000),
        image('red', ['1'], 1_000),
      ],
    },
    {
      aliases: ['midori'],
      displayName: '株式会社緑工房',
      repositories: [{ ...image('tegami', ['1.0'], 10), description: '手紙を縦書きにします' }],
    },
  ])
  const list = (text: string) =>
    images.suggest(text, 8).map((found) => {
      if (found.kind === 'publisher') return found.registryAlias
      return `${found.registryAlias}/${found.repositoryName}${found.kind === 'tag' ? `:${found.tag}` : ''}`
    })

  test.each([
    ['a name with a slip', 'ndoe', 'official/library/node'],
    ['a slip in a name that is begun', 'terarf', 'hashicorp/terraform'],
    ['a publisher with a slip', 'hashicrop', 'hashicorp'],
    ['a slip that a stranger has put up as a name', 'terrafrom', 'hashicorp/terraform'],
    ['a slip before a tag', 'rediss:8', 'official/library/redis:8'],
    ['a pasted command', 'docker pull public.ecr.aws/hashicorp/vault', 'hashicorp/vault'],
    [
      'a pasted command with a tag',
      'docker pull public.ecr.aws/hashicorp/vault:1.20',
      'hashicorp/vault:1.20',
    ],
    ['a command that is not yet typed to its end', 'docker run red', 'official/library/redis'],
    ['the name that another registry has', 'docker.io/library/redis', 'official/library/redis'],
    ['the path that nobody has here', 'ghcr.io/somebody/redis:8-', 'official/library/redis:8-alpine'],
    ['a line of a Dockerfile', 'FROM node:22', 'official/library/node:22'],
    ['a tag that is not there', 'node:99', 'official/library/node'],
    ['a digest', digest.slice(0, 20), 'hashicorp/terraform:1.13'],
    ['the digest of an image', `official/library/redis@${digest}`, 'official/library/redis:8'],
    ['the tags of the best of a name', 'node:', 'official/library/node:latest'],
    ['a tag alone', 'dind', 'stranger/hashicorp/terraform'],
    ['a publisher that is begun, before its repositories', 'hashi', 'hashicorp'],
    ['a publisher and the beginning of a name', 'hashicorp terr', 'hashicorp/terraform'],
    ['the beginnings of both', 'hashi terr', 'hashicorp/terraform'],
    ['a path that is begun', 'hashicorp/terr', 'hashicorp/terraform'],
    ['a word that nothing has', 'redis qqq', 'official/library/redis'],
    ['a question', 'how do i run red', 'official/library/redis'],
    ['one character of a Japanese name', '緑', 'midori'],
    ['a later word of it', '工房', 'midori'],
    ['Japanese that only a description has', '縦書', 'midori/tegami'],
  ])('%s: %s → %s', (_, text, first) => {
    expect(list(text)[0]).toBe(first)
  })

  test('a name and the beginning of a tag are the image and the tag', () => {
    expect(list('node alp').slice(0, 2)).toEqual(['official/library/node', 'official/library/node:22-alpine'])
    expect(list('redis lat').slice(0, 2)).toEqual(['official/library/redis', 'official/library/redis:latest'])
  })

  test('a tag itself stands before newer ones that begin with it', () => {
    expect(list('node:22')).toEqual(['official/library/node:22', 'official/library/node:22-alpine'])
  })

  test('nobody unverified stands before the verified one that is named, by path, name or display name', () => {
    for (const text of ['terraform', 'hashicorp terraform', 'hashicorp/terraform', 'hashicorp']) {
      const found = list(text)
      const stranger = found.findIndex((path) => path.startsWith('stranger'))
      const own = found.findIndex((path) => path.startsWith('hashicorp'))
      expect(own, text).toBe(0)
      if (stranger >= 0) expect(own, text).toBeLessThan(stranger)
    }
  })
})
