import { expect, test } from 'vitest'
import { toOpenSearchDescription, toOpenSearchSuggestions } from './to-open-search-description.ts'

test('a browser is told where to search and where to ask for suggestions', () => {
  const xml = toOpenSearchDescription("https://gallery.example/it's", 'en')
  expect(xml).toContain(
    'template="https://gallery.example/it&#39;s/search?searchTerm={searchTerms}&#38;jump=1"',
  )
  expect(xml).toContain('type="application/x-suggestions+json"')
  expect(xml).not.toMatch(/&(?!#\d+;)|it's/)
})

test('in another language it stays so from the description to what is suggested', () => {
  const xml = toOpenSearchDescription('https://gallery.example', 'ja')
  expect(xml).toMatch(/<Description>[^<]*公開コンテナイメージ/)
  expect(xml).toContain('/api/suggest?q={searchTerms}&#38;format=opensearch&#38;language=ja"')
  expect(xml).toContain('template="https://gallery.example/opensearch.xml?language=ja"')
  const tag = { kind: 'tag', registryAlias: 'acme', repositoryName: 'web', tag: '1.2' } as const
  expect(toOpenSearchSuggestions('ac', [tag], '', 'ja')[2]).toEqual(['タグ'])
})

test('the lists of suggestions are of one length, and each completion leads somewhere', () => {
  const publisher = { registryAlias: 'acme', publisherName: 'Acme', verified: true }
  const suggestions = toOpenSearchSuggestions(
    'ac',
    [
      { kind: 'publisher', ...publisher, repositoryCount: 3 },
      { kind: 'repository', ...publisher, repositoryName: 'web', description: 'A server', logoSrc: null },
      { kind: 'tag', registryAlias: 'acme', repositoryName: 'web', tag: '1.2' },
    ],
    'https://gallery.example',
    'en',
  )
  expect(suggestions).toEqual([
    'ac',
    ['publisher:acme', 'acme/web', 'acme/web:1.2'],
    ['Acme', 'A server', 'Tag'],
    [
      'https://gallery.example/acme',
      'https://gallery.example/acme/web',
      'https://gallery.example/acme/web?tag=1.2',
    ],
  ])
})
