import fc from 'fast-check'
import { expect, test } from 'vitest'
import { firstTagQuery, parseTagQuery, TAG_SORTS, toTagSearchParams } from './tag-query.ts'

test('a query survives its URL', () => {
  fc.assert(
    fc.property(
      fc.record({
        sort: fc.constantFrom(...TAG_SORTS),
        filter: fc.stringMatching(/^[a-zA-Z0-9:._-]{0,128}$/),
        opensFolds: fc.boolean(),
        page: fc.integer({ min: 1, max: 100_000 }),
      }),
      (query) => {
        expect(parseTagQuery(toTagSearchParams(query))).toEqual(query)
      },
    ),
  )
})

test('whatever a URL says becomes a usable query', () => {
  expect(parseTagQuery({})).toEqual(firstTagQuery)
  expect(parseTagQuery({ sort: 'age', page: '-3', folds: '1', filter: ['\0 a\n', 'b'] })).toEqual({
    ...firstTagQuery,
    filter: 'a',
  })
  expect(parseTagQuery(new URLSearchParams({ filter: 'x'.repeat(500) })).filter).toHaveLength(128)
  expect(toTagSearchParams(firstTagQuery).toString()).toBe('')
})
