import { expect, test } from 'vitest'
import type { RepositorySummary } from '#lib/catalog/catalog.ts'
import { BADGE_KINDS, toBadge } from './to-badge.ts'

const repository: RepositorySummary = {
  ...{ registryId: '100000000001', registryAlias: 'acme', repositoryName: 'app', publisherName: 'Acme' },
  ...{ verified: false, description: '', operatingSystems: ['Linux'], architectures: ['ARM 64', 'x86-64'] },
  ...{ logoSrc: null, updatedAt: '2026-01-01T00:00:00.000Z', pullCount: 12_480, newestTag: '2.2.1' },
  ...{
    kind: 'image',
    sizeBytes: 18_600_000,
    licence: null,
    isSigned: true,
    isSignatureVerified: true,
    hasSbom: false,
    lifecycle: null,
  },
}

test('each kind says what the index knows', () => {
  expect(BADGE_KINDS.map((kind) => Object.values(toBadge(kind, repository)).join(' '))).toEqual([
    'version 2.2.1 usual',
    'size 18.6\u00a0MB usual',
    'pulls 12.5K usual',
    'platforms ARM 64, x86-64 usual',
    'signature attached usual',
  ])
})

test('what is not known is said so', () => {
  const empty = { ...repository, newestTag: null, sizeBytes: null, architectures: [], isSigned: false }
  expect(toBadge('version', empty)).toEqual({ label: 'version', value: 'not known', tone: 'unknown' })
  expect(toBadge('platforms', empty).value).toBe('not known')
  expect(toBadge('signed', empty).value).toBe('none attached')
})

test('a badge of what is deprecated warns', () => {
  const lifecycle = { isDeprecated: true, deprecatedSince: null, endsOn: null, successor: null }
  expect(toBadge('version', { ...repository, lifecycle })).toEqual({
    ...{ label: 'version', value: '2.2.1, deprecated', tone: 'warning' },
  })
  expect(toBadge('size', { ...repository, lifecycle }).tone).toBe('warning')
})
