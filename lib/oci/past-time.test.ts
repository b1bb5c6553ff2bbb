import { expect, test } from 'vitest'
import { toPastTime } from './past-time.ts'

const nowMs = Date.parse('2026-11-30T12:00:00Z')

test.each([
  ['2026-11-30T11:59:59.000Z', true],
  ['2000-01-01T00:00:00.000Z', true],
  ['2026-12-01T11:00:00.000Z', true],
  ['2026-12-01T13:00:00.000Z', false],
  ['2199-12-31T00:00:00.000Z', false],
  ['9999-12-31T23:59:59.000Z', false],
])('%s, seen on 30 November 2026, may have been: %s', (stated, isPast) => {
  expect(toPastTime(stated, nowMs)).toBe(isPast ? stated : null)
})

test('nothing stated stays nothing', () => {
  expect(toPastTime(null, nowMs)).toBeNull()
})
