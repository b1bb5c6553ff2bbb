/** Guards that the bodies which public programs send to the original gallery are understood here as they mean them. */
import { expect, test } from 'vitest'
import type { CatalogDataOperation } from '#lib/addresses/catalog-data-operations.ts'
import { catalogDataShapes } from './catalog-data-shapes.ts'

const redis = { registryAliasName: 'docker', repositoryName: 'library/redis' }

const calls: [who: string, operation: CatalogDataOperation, body: object, understood: object][] = [
  ['a version script', 'describeImageTags', redis, { ...redis, maxResults: 100 }],
  ['a release watcher', 'describeImageTags', { ...redis, maxResults: 1000 }, { maxResults: 1000 }],
  [
    'an update bot',
    'describeImageTags',
    { ...redis, maxResults: 100, nextToken: 'abc' },
    { nextToken: 'abc' },
  ],
  ['one that sends null at first', 'describeImageTags', { ...redis, nextToken: null }, { nextToken: null }],
  [
    'one that sends an empty token at first',
    'describeImageTags',
    { ...redis, nextToken: '' },
    { nextToken: null },
  ],
  [
    'one that sends numbers as text',
    'describeImageTags',
    { ...redis, maxResults: '250' },
    { maxResults: 250 },
  ],
  [
    'one that wants more than there is',
    'describeImageTags',
    { ...redis, maxResults: 5000 },
    { maxResults: 1000 },
  ],
  ['one with members of its own', 'describeImageTags', { ...redis, filter: { tagStatus: 'TAGGED' } }, redis],
  [
    'an editor',
    'searchRepositoryCatalogData',
    { searchTerm: 'redis' },
    { searchTerm: 'redis', maxResults: 100 },
  ],
  [
    'an index of packages',
    'searchRepositoryCatalogData',
    { maxResults: 100, sortConfiguration: { sortKey: 'POPULARITY' } },
    { sortConfiguration: { sortKey: 'POPULARITY' } },
  ],
  ['a statistics job', 'searchRepositoryCatalogData', {}, { maxResults: 100 }],
  ['one that searches for nothing', 'searchRepositoryCatalogData', { searchTerm: '' }, { searchTerm: '' }],
  [
    'one with an empty configuration',
    'searchRepositoryCatalogData',
    { sortConfiguration: {} },
    { sortConfiguration: {} },
  ],
  [
    'a crawler',
    'searchRepositoryCatalogData',
    { searchTerm: 'a', nextToken: '', maxResults: 100 },
    { searchTerm: 'a', nextToken: null },
  ],
  ['a badge of pulls', 'getRepositoryCatalogData', redis, redis],
  [
    'a list of one publisher',
    'describeRepositoryCatalogData',
    { registryAliasName: 'docker', maxResults: 1000 },
    { maxResults: 1000 },
  ],
  [
    'a page of a publisher',
    'getRegistryCatalogData',
    { registryAliasName: 'docker' },
    { registryAliasName: 'docker' },
  ],
]

test.each(calls)('%s is understood: %s', (_, operation, body, understood) => {
  expect(catalogDataShapes[operation].request.parse(body)).toMatchObject(understood)
})
