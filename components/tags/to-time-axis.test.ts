import { expect, test } from 'vitest'
import { toTimeAxis } from './to-time-axis.ts'

const now = Date.parse('2026-11-28T12:00:00Z')

test('what is now stands at the right, and the first time near the left', () => {
  const { toPercent } = toTimeAxis(['2025-11-28T12:00:00Z', '2026-05-01T00:00:00Z'], now, 'en')
  expect(toPercent('2026-11-28T12:00:00Z')).toBe(100)
  expect(toPercent('2025-11-28T12:00:00Z')).toBeCloseTo(1.96, 1)
  expect(toPercent('1990-01-01T00:00:00Z')).toBe(0)
  expect(toPercent('2099-01-01T00:00:00Z')).toBe(100)
})

test.each([
  ['2026-11-20', 2],
  ['2026-07-15', 6],
  ['2025-10-01', 6],
  ['2019-01-01', 6],
  ['1990-01-01', 6],
])('from %s on, at most %i months are named, in order', (first, most) => {
  const { ticks } = toTimeAxis([`${first}T00:00:00Z`], now, 'en')
  expect(ticks.length).toBeGreaterThan(0)
  expect(ticks.length).toBeLessThanOrEqual(most + 1)
  expect(ticks.map(({ percent }) => percent)).toEqual(
    ticks.map(({ percent }) => percent).toSorted((a, b) => a - b),
  )
  expect(ticks[0]?.label).toMatch(/^[A-Z][a-z]{2} \d{4}$/)
})

test('a year is named where it begins', () => {
  const { ticks } = toTimeAxis(['2025-09-15T00:00:00Z'], now, 'en')
  expect(ticks.map(({ label }) => label)).toEqual(['Oct 2025', 'Jan 2026', 'Apr', 'Jul', 'Oct'])
  const japanese = toTimeAxis(['2025-09-15T00:00:00Z'], now, 'ja')
  expect(japanese.ticks.map(({ label }) => label)).toEqual(['2025年10月', '2026年1月', '4月', '7月', '10月'])
})
