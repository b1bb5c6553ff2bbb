import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ARCHITECTURES, OPERATING_SYSTEMS } from '#lib/oci/platform-labels.ts'
import { openTestCatalog, type TestRegistry, toTestQuery } from '#testing/test-catalog.ts'
import type { FacetValue } from '../catalog.ts'
import type { RepositoryKind, SearchQuery, UpdatedWithin } from '../query/search-query.ts'

const words = ['sun', 'moon', 'sunset']
const types: RepositoryKind[] = ['image', 'chart', 'artifact', 'empty']
/** Beside the clock of the tests, which stands at 2026-05-01, and the spans that each falls into. */
const ages: { createdAt: string; within: UpdatedWithin[] }[] = [
  { createdAt: '2026-04-30T01:00:00.000Z', within: ['day', 'week', 'month', 'year'] },
  { createdAt: '2026-04-25T00:00:00.000Z', within: ['week', 'month', 'year'] },
  { createdAt: '2026-04-02T00:00:00.000Z', within: ['month', 'year'] },
  { createdAt: '2025-06-01T00:00:00.000Z', within: ['year'] },
  { createdAt: '2024-01-01T00:00:00.000Z', within: [] },
]

const repository = fc.record({
  operatingSystems: fc.subarray([...OPERATING_SYSTEMS, 'Plan 9']),
  architectures: fc.subarray([...ARCHITECTURES, 'sparc']),
  description: fc.subarray(words).map((chosen) => chosen.join(' ')),
  kind: fc.constantFrom(...types),
  createdAt: fc.constantFrom(...ages.map((age) => age.createdAt)),
})

const registries: fc.Arbitrary<TestRegistry[]> = fc
  .array(fc.record({ verified: fc.boolean(), repositories: fc.array(repository, { maxLength: 6 }) }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((list) =>
    list.map(({ verified, repositories }, position) => ({
      aliases: [`pub${position}`, `other${position}`],
      verified,
      repositories: repositories.map((fields, number) => ({ ...fields, repositoryName: `r${number}` })),
    })),
  )

const queries = fc
  .record({
    text: fc.constantFrom('', 'sun', 'moon', 'sunset moon'),
    verifiedOnly: fc.boolean(),
    operatingSystems: fc.subarray([...OPERATING_SYSTEMS, 'Plan 9', 'BeOS']),
    architectures: fc.subarray([...ARCHITECTURES, 'sparc']),
    publishers: fc.subarray(['pub0', 'other1', 'nobody']),
    types: fc.subarray(types),
    updatedWithin: fc.constantFrom(null, null, 'day', 'week', 'month', 'year'),
  })
  .map(toTestQuery)

interface Item {
  publisher: number
  verified: boolean
  operatingSystems: string[]
  architectures: string[]
  words: string[]
  type: RepositoryKind
  within: UpdatedWithin[]
}

/** The same counting, without any index. */
function count(
  items: Item[],
  query: SearchQuery,
  ignored: keyof SearchQuery | null,
  isWanted: (item: Item) => boolean,
) {
  const typed = query.text.split(' ').filter(Boolean)
  const meets = (wanted: string[], has: (value: string) => boolean) => wanted.length === 0 || wanted.some(has)
  return items.filter(
    (item) =>
      typed.every((word) => item.words.some((own) => own.startsWith(word))) &&
      (ignored === 'verifiedOnly' || !query.verifiedOnly || item.verified) &&
      (ignored === 'operatingSystems' ||
        meets(query.operatingSystems, (value) => item.operatingSystems.includes(value))) &&
      (ignored === 'architectures' ||
        meets(query.architectures, (value) => item.architectures.includes(value))) &&
      (ignored === 'publishers' || meets(query.publishers, (alias) => isAliasOf(alias, item.publisher))) &&
      (ignored === 'types' || query.types.length === 0 || query.types.includes(item.type)) &&
      (ignored === 'updatedWithin' ||
        query.updatedWithin === null ||
        item.within.includes(query.updatedWithin)) &&
      isWanted(item),
  ).length
}

function isAliasOf(alias: string, publisher: number): boolean {
  return alias === `pub${publisher}` || alias === `other${publisher}`
}

test('counts are those of counting by hand, each facet without its own selection', () => {
  fc.assert(
    fc.property(registries, queries, (given, asked) => {
      const opened = openTestCatalog(given)
      const items = given.flatMap(({ verified = false, repositories }, publisher) =>
        repositories.map(
          ({
            operatingSystems = [],
            architectures = [],
            description = '',
            kind = 'empty',
            createdAt,
          }): Item => ({
            publisher,
            verified,
            operatingSystems,
            architectures,
            words: description.split(' '),
            type: kind,
            within: ages.find((age) => age.createdAt === createdAt)?.within ?? [],
          }),
        ),
      )
      const result = opened.catalog.search(asked)
      opened.close()
      // Where no repository has every word, what is shown is counted, for the words that are left.
      const left = asked.text.split(' ').filter((word) => !result.without?.includes(word))
      const query = { ...asked, text: left.join(' ') }
      expect(result.totalResults).toBe(count(items, query, null, () => true))
      const { verified, operatingSystems, architectures, publishers } = result.facets
      expect(verified).toMatchObject([
        { count: count(items, query, 'verifiedOnly', (item) => item.verified), selected: query.verifiedOnly },
      ])
      const expectFacet = (
        values: FacetValue[],
        known: readonly string[],
        name: 'operatingSystems' | 'architectures',
      ) => {
        // ECR's own first, then whatever else there is.
        const there = new Set(items.flatMap((item) => item[name]))
        const listed = values.map(({ value }) => value)
        expect(listed.slice(0, known.length)).toEqual(known)
        expect(new Set(listed)).toEqual(new Set([...known, ...there, ...query[name]]))
        for (const { value, count: counted, selected } of values) {
          const expected = count(items, query, name, (item) => item[name].includes(value))
          expect([value, counted, selected]).toEqual([value, expected, query[name].includes(value)])
        }
      }
      expectFacet(operatingSystems, OPERATING_SYSTEMS, 'operatingSystems')
      expectFacet(architectures, ARCHITECTURES, 'architectures')
      expect(result.facets.types.map(({ value, count: counted }) => [value, counted])).toEqual(
        types.map((type) => [type, count(items, query, 'types', (item) => item.type === type)]),
      )
      expect(result.facets.updated.map(({ value, count: counted }) => [value, counted])).toEqual(
        (['day', 'week', 'month', 'year'] as const).map((span) => [
          span,
          count(items, query, 'updatedWithin', (item) => item.within.includes(span)),
        ]),
      )
      for (const alias of query.publishers) {
        expect(publishers).toContainEqual(expect.objectContaining({ value: alias, selected: true }))
      }
      for (const { value, count: counted } of publishers) {
        expect(counted).toBe(count(items, query, 'publishers', (item) => isAliasOf(value, item.publisher)))
      }
      const listed = publishers.filter(({ selected }) => !selected).map(({ value }) => value)
      const others = given
        .map((_, publisher) => publisher)
        .filter((publisher) => !query.publishers.some((alias) => isAliasOf(alias, publisher)))
        .filter((publisher) => count(items, query, 'publishers', (item) => item.publisher === publisher) > 0)
      expect(listed.toSorted()).toEqual(others.map((publisher) => `pub${publisher}`))
    }),
    { numRuns: 150 },
  )
})

test('of many publishers the ten with the most are offered, and the selected one besides', () => {
  const opened = openTestCatalog(
    Array.from({ length: 14 }, (_, position) => ({
      aliases: [`pub${String(position).padStart(2, '0')}`],
      repositories: Array.from({ length: position + 1 }, (_, number) => ({ repositoryName: `r${number}` })),
    })),
  )
  const { publishers } = opened.catalog.search(toTestQuery({ publishers: ['pub00'] })).facets
  expect(publishers.map(({ value, count: counted }) => `${value}:${counted}`)).toEqual([
    ...Array.from(
      { length: 10 },
      (_, position) => `pub${String(13 - position).padStart(2, '0')}:${14 - position}`,
    ),
    'pub00:1',
  ])
})
