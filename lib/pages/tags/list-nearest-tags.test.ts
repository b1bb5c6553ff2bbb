/** A tag that is not there leads to those that may have been meant. */
import { expect, test } from 'vitest'
import { compareByVersion, toTagKey } from '#lib/tags/compare-tags.ts'
import { listNearestTags } from './list-nearest-tags.ts'

const sort = (tags: readonly string[]) =>
  tags
    .map(toTagKey)
    .toSorted(compareByVersion)
    .map(({ tag }) => tag)
const tags = sort([
  ...['2.2.1', '2.2.0', '2.2', '2.1.1', '2.1.0', '2.0.0', '1.8.2', '2.2.0-beta.1'],
  ...['2.2.1-slim', '2.1.1-slim', 'latest', 'nightly', `sha256-${'ab'.repeat(32)}.sig`],
])
const find = (wanted: string) => listNearestTags(wanted, tags, '2.2.1')

test('slips come first, the nearest before the others', () => {
  expect(find('v2.2.1')[0]).toBe('2.2.1')
  expect(find('lastest')[0]).toBe('latest')
  expect(find('Nightly')[0]).toBe('nightly')
  expect(find('2.2.1-silm')[0]).toBe('2.2.1-slim')
})

test('then the next versions of the same line on both sides', () => {
  expect(find('2.1.5')).toEqual(expect.arrayContaining(['2.1.1', '2.1.0', '2.2.0']))
  expect(find('9.0.0-slim')).toContain('2.2.1-slim')
  expect(find('10.4.11')).toEqual(['2.2', '2.2.1'])
})

test('what the repository offers is there in any case, statements about images never', () => {
  expect(find('whatever-else')).toEqual(['2.2.1'])
  expect(find(`sha256-${'ab'.repeat(32)}.sbom`)).toEqual(['2.2.1'])
  expect(listNearestTags('1.0', [], null)).toEqual([])
  expect(listNearestTags('a', ['b'], null)).toEqual(['b'])
})

test('no more than a handful', () => {
  const many = sort(Array.from({ length: 300 }, (_, at) => `1.0.${at}`))
  expect(listNearestTags('1.0.x', many, null).length).toBeLessThanOrEqual(6)
})
