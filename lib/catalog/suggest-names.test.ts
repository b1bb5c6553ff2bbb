import { expect, test } from 'vitest'
import { openTestCatalog } from './test-catalog.ts'

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
