import { expect, test } from 'vitest'
import { readTexts } from '#lib/language/read-texts.ts'
import { formatDuration } from './format-duration.ts'

test.each([
  [0, 'less than a minute'],
  [59, 'less than a minute'],
  [60, 'about 1 minute'],
  [1_500, 'about 25 minutes'],
  [5_400, 'about 2 hours'],
  [36_000, 'about 10 hours'],
])('%d seconds', (seconds, words) => {
  expect(formatDuration(seconds, readTexts('en', 'status'))).toBe(words)
})
