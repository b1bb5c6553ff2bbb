import { expect, it } from 'vitest'
import { readMessages } from '#lib/language/read-messages.ts'
import { toTexts } from '#lib/language/texts.ts'
import { formatExactTime } from './format-exact-time.ts'
import { formatDate, formatDateTime, formatRelativeTime } from './format-relative-time.ts'

const now = Date.parse('2026-03-10T12:00:00Z')
const english = { texts: toTexts('en', readMessages('en', ['ui']), 'ui'), language: 'en' } as const
const japanese = { texts: toTexts('ja', readMessages('ja', ['ui']), 'ui'), language: 'ja' } as const

it.each([
  ['2026-03-10T11:59:30Z', 'just now'],
  ['2026-03-10T12:00:05Z', 'just now'],
  ['2026-03-10T11:58:00Z', '2 min ago'],
  ['2026-03-09T11:00:00Z', 'yesterday'],
  ['2026-03-07T12:00:00Z', '3 days ago'],
  ['2026-02-20T12:00:00Z', '2 weeks ago'],
  ['2025-11-01T12:00:00Z', '4 months ago'],
  ['2024-01-01T12:00:00Z', '2 years ago'],
  ['2026-03-10T12:30:00Z', '10 Mar 2026'],
  ['2099-12-31T00:00:00Z', '31 Dec 2099'],
])('says %s as %s', (iso, expected) => {
  expect(formatRelativeTime(iso, now, english)).toBe(expected)
})

it.each([
  ['2026-03-10T11:59:30Z', 'たった今'],
  ['2026-03-10T11:58:00Z', '2\u00a0分前'],
  ['2026-03-09T11:00:00Z', '昨日'],
  ['2026-03-07T12:00:00Z', '3 日前'],
  ['2099-12-31T00:00:00Z', '2099年12月31日'],
])('says %s as %s in Japanese', (iso, expected) => {
  expect(formatRelativeTime(iso, now, japanese)).toBe(expected)
})

it('gives the exact time in UTC, whatever the time zone of the reader', () => {
  expect(formatExactTime('2026-11-20T14:03:22Z', 'en')).toBe('20 November 2026 at 14:03 UTC')
  expect(formatExactTime('2026-11-20T14:03:22Z', 'ja')).toBe('2026年11月20日 14:03 UTC')
})

it('gives the day and the minute, too', () => {
  expect(formatDate('2026-09-01T23:59:59+02:00', 'en')).toBe('1 Sep 2026')
  expect(formatDateTime('2026-11-20T04:03:22Z', 'en')).toBe('20 Nov 2026, 04:03 UTC')
  expect(formatDateTime('2026-11-20T04:03:22Z', 'ja')).toBe('2026年11月20日 04:03 UTC')
})
