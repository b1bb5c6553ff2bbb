/**
 * No search is too odd or too long: each becomes a bounded query, which the index answers. How long that takes is measured
 * by `npm run bench -- search`, which prints the slowest.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OpenCatalog } from '#lib/catalog/open-catalog.ts'
import { parseTextQuery } from '#lib/catalog/query/parse-text-query.ts'
import { hostileSearches } from '#testing/hostile-searches.ts'
import { openTestCatalog, testPageSize } from '#testing/test-catalog.ts'
import { parseSearchParams, toSearchParams } from './search-params.ts'

const maxTextLength = 1_000
const maxParts = 200

let opened: OpenCatalog

beforeAll(async () => {
  opened = await openTestCatalog([
    {
      aliases: ['acme'],
      verified: true,
      repositories: [
        { repositoryName: 'web', description: 'A web server, 日本語 and é', pullCount: 5 },
        { repositoryName: 'tools/a-b_c.d1', description: 'the image with "quotes" and constructor' },
        { repositoryName: 'redis', description: 'Key-value store', aboutText: 'os:linux a b c d e f g h' },
      ],
    },
  ])
})

afterAll(() => opened.close())

function expectAnswer(text: string): void {
  const query = parseSearchParams({ searchTerm: text })
  expect(query.text.length).toBeLessThanOrEqual(maxTextLength)
  expect(query.text.isWellFormed()).toBe(true)
  const { words, phrases, excluded } = parseTextQuery(query.text)
  expect(words.length + phrases.length + excluded.length).toBeLessThanOrEqual(maxParts)
  const result = opened.catalog.search(query)
  expect(result.repositories.length).toBe(Math.min(result.totalResults, testPageSize))
  expect(opened.catalog.suggest(query.text, 8).length).toBeLessThanOrEqual(8)
  // A link to a further page of the same search is one that can be followed.
  expect(parseSearchParams(toSearchParams(query))).toEqual(query)
}

describe('a bounded query with an answer:', () => {
  test.each(hostileSearches.map(({ name, text }) => [name, text]))('%s', (_, text) => expectAnswer(text))
})

test('any text at all, of any characters', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom(
      '"',
      '-',
      ':',
      '/',
      '@',
      '*',
      '(',
      ')',
      'os:',
      'sha256:',
      'AND',
      'NEAR(',
      '\\',
      '\ud800',
      '\0',
      ' ',
    ),
    fc.constantFrom('web', 'acme', 'redis', '日本', 'é'),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => expectAnswer(pieces.join(''))),
    { numRuns: 300 },
  )
})
