import { expect, test } from 'vitest'
import { imagePath, logoPath, publisherPath, repositoryPath } from './routes.ts'
import { searchPath } from './search-routes.ts'
import { firstTagQuery } from './tag-query.ts'
import { tagsApiPath, tagsPath } from './tag-routes.ts'

test.each([
  [repositoryPath('acme', 'web'), '/acme/web'],
  [repositoryPath('acme', 'team/web'), '/acme/team/web'],
  [repositoryPath('acme', 'web', 'about'), '/acme/web'],
  [repositoryPath('acme', 'team/web', 'tags'), '/acme/team/web?tab=tags'],
  [repositoryPath('a?b', 'c#d/../e f'), '/a%3Fb/c%23d/../e%20f'],
  [publisherPath('acme'), '/acme'],
  [searchPath(), '/search'],
  [searchPath({ text: 'a&b', page: 2 }), '/search?searchTerm=a%26b&page=2'],
  [
    searchPath({ publishers: ['acme'], verifiedOnly: true }),
    '/search?verified=verified&popularRegistries=acme',
  ],
  [logoPath('acme', 'team/web', '0123456789ab'), '/api/logo/acme/team/web?v=0123456789ab'],
  [tagsPath('acme', 'team/web'), '/acme/team/web?tab=tags'],
  [tagsPath('acme', 'web', { sort: 'newest', page: 2 }), '/acme/web?tab=tags&sort=newest&page=2'],
  [tagsApiPath('acme', 'team/web', firstTagQuery), '/api/tags/acme/team/web'],
  [tagsApiPath('acme', 'web', { ...firstTagQuery, filter: 'a&b' }), '/api/tags/acme/web?filter=a%26b'],
  [imagePath('acme', 'team/web', { tag: 'a&b' }), '/acme/team/web?tag=a%26b'],
  [
    imagePath('acme', 'web', { digest: 'sha256:0a', platform: 'linux/arm64' }),
    '/acme/web?digest=sha256:0a&platform=linux/arm64',
  ],
])('%s', (path, expected) => {
  expect(path).toBe(expected)
})
