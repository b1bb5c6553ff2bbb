import { expect, test } from 'vitest'
import { toSparklinePath, toSparklineWidth } from './to-sparkline-path.ts'

test('the highest count takes all of the height, and nothing is still a line', () => {
  expect(toSparklinePath([0, 2, 4], 24)).toBe('M0 23h3v1h-3zM4 12h3v12h-3zM8 0h3v24h-3z')
})

test('one pull beside a million can be seen', () => {
  expect(toSparklinePath([1, 1_000_000], 24)).toMatch(/^M0 22h3v2h-3z/)
})

test('without any pull there is only the line', () => {
  expect(toSparklinePath([0, 0], 10)).toBe('M0 9h3v1h-3zM4 9h3v1h-3z')
  expect(toSparklinePath([], 10)).toBe('')
})

test('thirty bars are as wide as the drawing says', () => {
  expect(toSparklineWidth(30)).toBe(119)
  expect(toSparklineWidth(0)).toBe(0)
})
