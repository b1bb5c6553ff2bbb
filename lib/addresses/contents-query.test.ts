/** Any address becomes a bounded query, which survives its own address. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseContentsQuery, toContentsParams } from './contents-query.ts'

test('filter and order are read, and what is neither is left out', () => {
  expect(parseContentsQuery({ filter: '  ssl\n', sort: 'licence' })).toEqual({
    filter: 'ssl',
    sort: 'licence',
  })
  expect(parseContentsQuery({ filter: ['a', 'b'], sort: 'constructor' })).toEqual({ filter: 'a', sort: '' })
  expect(toContentsParams({ filter: 'a&b', sort: 'version' })).toBe('&filter=a%26b&sort=version')
  expect(toContentsParams({ filter: '', sort: '' })).toBe('')
})

test('a query survives its own address', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), fc.string(), (filter, sort) => {
      const query = parseContentsQuery({ filter, sort })
      expect(query.filter.length).toBeLessThanOrEqual(128)
      expect(parseContentsQuery(new URLSearchParams(toContentsParams(query)))).toEqual(query)
    }),
  )
})
