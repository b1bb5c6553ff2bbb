import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareByMeaning, compareByName, compareByVersion, type TagKey, toTagKey } from './compare-tags.ts'

type Compare = (a: TagKey, b: TagKey) => number

function sort(compare: Compare, tags: string[]): string[] {
  return tags
    .map(toTagKey)
    .toSorted(compare)
    .map(({ tag }) => tag)
}

/** Any tag that the specification allows, and many that look like versions. */
const anyTag = fc.oneof(
  fc.stringMatching(/^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,20}$/),
  fc.stringMatching(/^v?\d{1,2}(\.\d{1,2}){0,3}(-(alpha|beta|rc|alpine|slim)?(\.?\d{1,2})?)?$/),
  fc.stringMatching(/^(chart|app)-[01](\.[01]){1,2}(rc[01]?)?$/),
  fc.constantFrom('latest', 'main', 'sha-0123456', '7d865e9', '1.0', '01.0', 'v1.0', 'V1.0', '1.00'),
)

describe.each<[string, Compare]>([
  ['compareByName', compareByName],
  ['compareByVersion', compareByVersion],
  ['compareByMeaning', compareByMeaning],
])('%s is a total order', (_, compare) => {
  test('only the same tag is equal, and turning a pair around turns the answer around', () => {
    fc.assert(
      fc.property(anyTag, anyTag, (a, b) => {
        const order = compare(toTagKey(a), toTagKey(b))
        expect(order === 0).toBe(a === b)
        expect(Math.sign(compare(toTagKey(b), toTagKey(a)))).toBe(-Math.sign(order) + 0)
      }),
    )
  })

  test('what comes before the one before comes before', () => {
    fc.assert(
      fc.property(anyTag, anyTag, anyTag, (...tags) => {
        const [a, b, c] = tags.map(toTagKey).toSorted(compare)
        if (!a || !b || !c) throw new Error('three tags')
        expect(compare(a, b)).toBeLessThanOrEqual(0)
        expect(compare(b, c)).toBeLessThanOrEqual(0)
        expect(compare(a, c)).toBeLessThanOrEqual(0)
      }),
      { numRuns: 500 },
    )
  })

  test('the order does not depend on where the tags stood', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyTag, { maxLength: 20 }), (tags) => {
        expect(sort(compare, tags.toReversed())).toEqual(sort(compare, tags))
      }),
    )
  })
})

describe('by version,', () => {
  test.each([
    [
      'the example of Semantic Versioning §11',
      '1.0.0 1.0.0-rc.1 1.0.0-beta.11 1.0.0-beta.2 1.0.0-beta 1.0.0-alpha.beta 1.0.0-alpha.1 1.0.0-alpha',
    ],
    ['numbers count by value', '10.0.0 9.10.0 9.9.0 9.2.0'],
    ['a moving name stands above its series', '8.0.0 7 7.4 7.4.2 7.4.1 7.3 7.3.9'],
    [
      'variants follow their release, before its pre-releases',
      '2.1.0 2.1.0-alpine 2.1.0-debian-12-r10 2.1.0-debian-12-r9 2.1.0-rc.1 2.0.9',
    ],
    ['a pre-release without zeros comes before the first release', '3.14.0 3.14.0rc2 3.14rc1 3.13.9'],
    ['a leading v changes nothing', 'v2.0 1.10 v1.9 1.8'],
    [
      'a version behind a word follows, and names come last',
      '1.0.0 chart-2.3.0 chart-2.2.9 7d865e9 latest main',
    ],
    ['dates are versions', '2026.11.02 2026.10.30 2025-12-24 2025-12-23'],
  ])('%s', (_, text) => {
    const tags = text.split(' ')
    expect(sort(compareByVersion, tags.toReversed())).toEqual(tags)
  })
})

test('by name, numbers count by value and case does not matter', () => {
  const tags = ['1', '2', '10', 'Alpha', 'beta-2', 'beta-10', 'Zeta']
  expect(sort(compareByName, tags.toReversed())).toEqual(tags)
})

test('the tag that says most leads', () => {
  const tags = ['7.4.2', '7.4', '7', '7.4.2-bookworm', '8.0.0-rc.1', 'chart-1.2.3', 'stable', 'latest']
  expect(sort(compareByMeaning, tags.toReversed())).toEqual(tags)
})
