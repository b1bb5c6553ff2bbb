import { expect, it } from 'vitest'
import { formatExactTime, formatRelativeTime } from './format-relative-time.ts'

const now = Date.parse('2026-03-10T12:00:00Z')

it.each([
  ['2026-03-10T11:59:30Z', 'just now'],
  ['2026-03-10T12:00:05Z', 'just now'],
  ['2026-03-10T11:58:00Z', '2 minutes ago'],
  ['2026-03-09T11:00:00Z', 'yesterday'],
  ['2026-03-07T12:00:00Z', '3 days ago'],
  ['2026-02-20T12:00:00Z', '2 weeks ago'],
  ['2025-11-01T12:00:00Z', '4 months ago'],
  ['2024-01-01T12:00:00Z', '2 years ago'],
])('says %s as %s', (iso, expected) => {
  expect(formatRelativeTime(iso, now)).toBe(expected)
})

it('gives the exact time in UTC, whatever the time zone of the reader', () => {
  expect(formatExactTime('2026-11-20T14:03:22Z')).toBe('20 November 2026 at 14:03 UTC')
})
