import { expect, test } from 'vitest'
import { parseTagVersion } from './parse-tag-version.ts'

test.each([
  ['1.2.3', '', ['1', '2', '3'], 'release'],
  ['v1.2', '', ['1', '2'], 'release'],
  ['7', '', ['7'], 'release'],
  ['3.12-slim-bookworm', '', ['3', '12'], 'variant'],
  ['1.2.3-4', '', ['1', '2', '3'], 'variant'],
  ['1.2.3_build.5', '', ['1', '2', '3'], 'variant'],
  ['2.0.0-rc.1', '', ['2', '0', '0'], 'pre-release'],
  ['2.0.0-RC1-alpine', '', ['2', '0', '0'], 'pre-release'],
  ['3.14rc2', '', ['3', '14'], 'pre-release'],
  ['3.14b1', '', ['3', '14'], 'pre-release'],
  ['1.0-nightly', '', ['1', '0'], 'pre-release'],
  ['chart-2.3.0', 'chart', ['2', '3', '0'], 'release'],
  ['my-chart-v2.3.0', 'my-chart', ['2', '3', '0'], 'release'],
] as const)('%s has a version', (tag, name, numbers, stage) => {
  expect(parseTagVersion(tag)).toMatchObject({ name, numbers, stage })
})

test.each([
  'latest',
  'main',
  '7d865e9',
  'sha-1234567',
  'sha-1a2b3c4',
  'main-7d865e9',
  '7d865e9-amd64',
  '1a2b',
  `sha256-${'0'.repeat(63)}a.sig`,
])('%s has none', (tag) => {
  expect(parseTagVersion(tag)).toBeNull()
})

test('a hostile tag takes no time', () => {
  const started = performance.now()
  for (const tag of [`${'a-'.repeat(64)}`, `${'1.'.repeat(64)}x`, `${'a_'.repeat(60)}1.1`, '1'.repeat(128)]) {
    parseTagVersion(tag)
  }
  expect(performance.now() - started).toBeLessThan(100)
})
