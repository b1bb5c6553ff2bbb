import { expect, test } from 'vitest'
import { parseTextQuery } from './parse-text-query.ts'
import { toExactText } from './to-exact-text.ts'

test.each([
  ['', ''],
  ['ngnix', '"ngnix"'],
  ['ngnix “in memory” -alpine', '"ngnix" "in memory" -"alpine"'],
  ['title:"a b', 'title:"a b"'],
])('%j is searched for exactly as %j', (text, exact) => {
  expect(toExactText(text)).toBe(exact)
  expect(toExactText(exact)).toBe(exact)
})

test('what is exact has no words that may be corrected', () => {
  expect(parseTextQuery(toExactText('ngnix servre'))).toMatchObject({
    words: [],
    phrases: ['ngnix', 'servre'],
  })
})
