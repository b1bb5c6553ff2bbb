/** The grade falls with the age of the scan on the days that its rule says, and is never given without a date. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GRADE_RULE, GRADES, gradeScan } from './grade-scan.ts'
import { SEVERITIES } from './scan.ts'

const scannedAt = '2026-11-01T00:00:00.000Z'
const after = (days: number) => Date.parse(scannedAt) + days * 86_400_000

test.each([
  [[], 0, 'A', '2026-12-01T00:00:00.000Z', 'B'],
  [['low', 'negligible'], 29.9, 'A', '2026-12-01T00:00:00.000Z', 'B'],
  [['low'], 30, 'B', '2026-12-31T00:00:00.000Z', 'C'],
  [['medium'], 16, 'B', '2026-12-01T00:00:00.000Z', 'C'],
  [['unknown'], 0, 'B', '2026-12-01T00:00:00.000Z', 'C'],
  [['high', 'low'], 61, 'E', '2027-03-01T00:00:00.000Z', 'F'],
  [['critical'], 0, 'D', '2026-12-01T00:00:00.000Z', 'E'],
  [[], 240, 'E', '2027-11-01T00:00:00.000Z', 'F'],
] as const)('%j, %d days later: %s until %s, then %s', (open, days, grade, at, to) => {
  expect(gradeScan(open, scannedAt, after(days))).toMatchObject({ grade, drops: { at, to } })
})

test('F is the end', () => {
  expect(gradeScan([], scannedAt, after(365))).toMatchObject({ grade: 'F', drops: null })
  expect(gradeScan(['critical'], scannedAt, after(60))).toMatchObject({ grade: 'F', drops: null })
})

test('there is none without a date, or for one that is still to come', () => {
  expect(gradeScan([], null, after(0))).toBeNull()
  expect(gradeScan([], scannedAt, after(-2))).toBeNull()
  // Clocks differ a little.
  expect(gradeScan([], scannedAt, after(-0.5))).toMatchObject({ grade: 'A' })
})

test('it never rises with time, nor with more that is open', () => {
  const severity = fc.constantFrom(...SEVERITIES)
  const place = (open: readonly (typeof SEVERITIES)[number][], days: number) =>
    GRADES.indexOf(gradeScan(open, scannedAt, after(days))?.grade ?? 'A')
  fc.assert(
    fc.property(fc.array(severity), severity, fc.nat(800), fc.nat(800), (open, more, days, later) => {
      expect(place(open, days + later)).toBeGreaterThanOrEqual(place(open, days))
      expect(place([...open, more], days)).toBeGreaterThanOrEqual(place(open, days))
    }),
  )
})

test('the rule names the days', () => {
  expect(GRADE_RULE).toContain('30, 60, 120, 240 and 365 days')
})
