import { expect, test } from 'vitest'
import { imageTagsPath, logoPath, publisherPath, repositoryPath, searchPath } from './routes.ts'

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
  [imageTagsPath('acme', 'team/web'), '/api/tags/acme/team/web'],
  [imageTagsPath('acme', 'web', 'a+/='), '/api/tags/acme/web?nextToken=a%2B%2F%3D'],
])('%s', (path, expected) => {
  expect(path).toBe(expected)
})
