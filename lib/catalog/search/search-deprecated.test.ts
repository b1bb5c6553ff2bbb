import { expect, test } from 'vitest'
import { listFound, openTestCatalog } from '#testing/test-catalog.ts'

test('what is deprecated or has ended stands last by relevance, also below what nobody pulls', () => {
  const tagged = { newestTag: { tag: '1.0', pushedAt: '2026-03-01T00:00:00.000Z' } }
  const ended = { isDeprecated: false, deprecatedSince: null, endsOn: '2020-01-31', successor: null }
  const shelf = openTestCatalog([
    {
      aliases: ['shelf'],
      verified: true,
      repositories: [
        { repositoryName: 'cache-a', ...tagged, lifecycle: { ...ended, isDeprecated: true, endsOn: null } },
        { repositoryName: 'cache-b', ...tagged, lifecycle: ended },
        { repositoryName: 'cache-c', ...tagged, lifecycle: { ...ended, endsOn: '2190-01-31' } },
      ],
    },
    { aliases: ['other'], repositories: [{ repositoryName: 'cache-d', ...tagged }] },
  ])
  const found = listFound(shelf, { text: 'cache' })
  expect(found.slice(0, 2).toSorted()).toEqual(['other/cache-d', 'shelf/cache-c'])
  expect(found.slice(2).toSorted()).toEqual(['shelf/cache-a', 'shelf/cache-b'])
  expect(listFound(shelf, { text: 'cache-a' })[0]).toBe('shelf/cache-a')
})
