import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type SearchQuery, VOUCHES } from '#lib/catalog/query/search-query.ts'
import { ARCHITECTURES, OPERATING_SYSTEMS } from '#lib/oci/platform-labels.ts'
import { parseSearchParams, SORT_ORDERS, toPage, toSearchParams, toSearchText } from './search-params.ts'
import { parseTypedText, REPOSITORY_KINDS, UPDATED_WITHIN } from './typed-operators.ts'

const empty: SearchQuery = {
  text: '',
  verifiedOnly: false,
  operatingSystems: [],
  architectures: [],
  publishers: [],
  types: [],
  licences: [],
  vouched: [],
  packages: [],
  updatedWithin: null,
  sort: 'relevance',
  page: 1,
}

const parse = (query: string) => parseSearchParams(new URLSearchParams(query))

test.each([
  ['', empty],
  ['searchTerm=+nginx++web+', { ...empty, text: 'nginx web' }],
  ['verified=verified', { ...empty, verifiedOnly: true }],
  ['verified=no', empty],
  ['architectures=ARM&architectures=ARM+64', { ...empty, architectures: ['ARM', 'ARM 64'] }],
  ['architectures=ARM,x86-64,ARM', { ...empty, architectures: ['ARM', 'x86-64'] }],
  ['architecture=arm64', { ...empty, architectures: ['ARM 64'] }],
  ['operatingSystems=linux,Windows', { ...empty, operatingSystems: ['Linux', 'Windows'] }],
  ['operatingSystems=BeOS', { ...empty, operatingSystems: ['BeOS'] }],
  ['popularRegistries=Amazon', { ...empty, publishers: ['amazon'] }],
  ['types=image,charts&types=nonsense', { ...empty, types: ['image', 'chart'] }],
  ['updated=week', { ...empty, updatedWithin: 'week' }],
  ['updated=never&updated=DAY', { ...empty, updatedWithin: 'day' }],
  ['searchTerm=nginx+os:linux', { ...empty, text: 'nginx', operatingSystems: ['Linux'] }],
  [
    'searchTerm=arch:arm64+web&architectures=x86',
    { ...empty, text: 'web', architectures: ['x86', 'ARM 64'] },
  ],
  ['sort=updated&page=3', { ...empty, sort: 'updated', page: 3 }],
  ['sort=price&page=-1&page=2&x=y', empty],
])('%s', (query, expected) => {
  expect(parse(query)).toEqual(expected)
})

test('what a Next page receives is read the same', () => {
  expect(
    parseSearchParams({ searchTerm: 'a', architectures: ['ARM', 'x86,ARM 64'], page: undefined }),
  ).toEqual({
    ...empty,
    text: 'a',
    architectures: ['ARM', 'x86', 'ARM 64'],
  })
})

describe('properties', () => {
  const alias = fc.stringMatching(/^[a-z][a-z0-9-]{1,20}$/)
  const queries: fc.Arbitrary<SearchQuery> = fc.record({
    text: fc
      .string({ unit: 'grapheme', maxLength: 40 })
      .map((text) => parseTypedText(toSearchText(text)).text),
    verifiedOnly: fc.boolean(),
    operatingSystems: fc.subarray([...OPERATING_SYSTEMS]),
    architectures: fc.subarray([...ARCHITECTURES, 'sparc']),
    publishers: fc.uniqueArray(alias, { maxLength: 5 }),
    types: fc.subarray([...REPOSITORY_KINDS], { maxLength: 5 }),
    licences: fc.subarray(['MIT', 'GPL-2.0+', 'Apache-2.0 WITH LLVM-exception']),
    vouched: fc.subarray([...VOUCHES]),
    packages: fc.subarray(['openssl', 'zlib@<1.3.1', '@scope/name@>=2', 'x@1']),
    updatedWithin: fc.option(fc.constantFrom(...UPDATED_WITHIN)),
    sort: fc.constantFrom(...SORT_ORDERS),
    page: fc.integer({ min: 1, max: 10_000 }),
  })

  test('a query survives its URL', () => {
    fc.assert(
      fc.property(queries, (query) => {
        expect(parse(toSearchParams(query).toString())).toEqual(query)
      }),
    )
  })

  test('any URL becomes a bounded query that survives its own URL', () => {
    const values = fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.string({ unit: 'binary' })))
    const names = fc.constantFrom(
      'searchTerm',
      'page',
      'sort',
      'verified',
      'architectures',
      'popularRegistries',
    )
    fc.assert(
      fc.property(fc.dictionary(names, values), (params) => {
        const query = parseSearchParams(params)
        expect(query.text.length).toBeLessThanOrEqual(512)
        expect(query.text).toBe(query.text.trim())
        expect(query.architectures.length).toBeLessThanOrEqual(20)
        expect(query.page).toBeGreaterThanOrEqual(1)
        expect(parse(toSearchParams(query).toString())).toEqual(query)
      }),
      { numRuns: 500 },
    )
  })
})

test('a URL holds nothing that has its default value', () => {
  expect(toSearchParams(empty).toString()).toBe('')
  expect(toSearchParams({ architectures: ['ARM 64', 'x86'] }).toString()).toBe(
    'architectures=ARM+64&architectures=x86',
  )
})

test.each([
  ['1', 1],
  ['0', 1],
  ['-3', 1],
  ['1e3', 1],
  ['', 1],
  ['42', 42],
  ['999999999', 100_000],
])('page %s is %d', (text, expected) => {
  expect(toPage(text)).toBe(expected)
})

test('what is typed is cut without breaking a character in two', () => {
  expect(toSearchText(`${'a'.repeat(511)}😀`).isWellFormed()).toBe(true)
})
