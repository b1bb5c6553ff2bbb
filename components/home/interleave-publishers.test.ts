import { expect, it } from 'vitest'
import type { RepositorySummary } from '#lib/catalog/catalog.ts'
import { interleavePublishers } from './interleave-publishers.ts'

function toRepository(registryId: string, repositoryName: string, pullCount: number): RepositorySummary {
  return {
    registryId,
    registryAlias: registryId,
    repositoryName,
    publisherName: registryId,
    verified: false,
    description: '',
    operatingSystems: [],
    architectures: [],
    logoSrc: null,
    updatedAt: '2026-01-01T00:00:00Z',
    pullCount,
    newestTag: null,
    kind: 'empty',
    sizeBytes: null,
    licence: null,
    isSigned: false,
    isSignatureVerified: false,
    hasSbom: false,
    lifecycle: null,
  }
}

it('lets publishers take turns among equals and never moves a repository past one with more pulls', () => {
  const repositories = [
    toRepository('a', 'first', 9),
    toRepository('a', 'second', 0),
    toRepository('a', 'third', 0),
    toRepository('b', 'fourth', 0),
  ]
  expect(interleavePublishers(repositories).map((repository) => repository.repositoryName)).toEqual([
    'first',
    'second',
    'fourth',
    'third',
  ])
})
