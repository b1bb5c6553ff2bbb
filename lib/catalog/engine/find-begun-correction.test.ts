import fc from 'fast-check'
import { expect, test } from 'vitest'
import { measureDistance } from '../text/edit-distance.ts'
import { findNearBeginning } from './find-begun-correction.ts'

test.each([
  ['kubernetes', 'kuberentes', 'kubernetes'],
  ['kubernetes', 'kubre', 'kuber'],
  ['kubernetes', 'kber', 'kuber'],
  ['kubernetes', 'kubber', 'kuber'],
  ['kubernetes', 'kuner', 'kuber'],
  ['kubernetes', 'kxyer', null],
  ['kub', 'kubernetes', null],
])('of %s, nearest to %s is %s', (term, word, beginning) => {
  expect(findNearBeginning(term, word)).toBe(beginning)
})

test('it is the first beginning, of the same length, one longer or one shorter, that lies within one slip', () => {
  const text = (minLength: number, maxLength: number) =>
    fc.array(fc.constantFrom('a', 'b', 'c'), { minLength, maxLength }).map((letters) => letters.join(''))
  fc.assert(
    fc.property(text(1, 8), text(2, 6), (term, word) => {
      const expected = [word.length, word.length + 1, word.length - 1]
        .filter((length) => length <= term.length)
        .map((length) => term.slice(0, length))
        .find((beginning) => measureDistance(word, beginning, 1) <= 1)
      expect(findNearBeginning(term, word)).toBe(expected ?? null)
    }),
    { numRuns: 5000 },
  )
})
