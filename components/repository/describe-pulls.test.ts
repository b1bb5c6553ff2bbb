import { expect, test } from 'vitest'
import { readTexts } from '#lib/language/read-texts.ts'
import { describePulls } from './describe-pulls.ts'

const days = (...counts: number[]) =>
  counts.map((count, at) => ({ day: `2026-11-${String(at + 1).padStart(2, '0')}`, count }))

test.each([
  [days(0, 0, 0), 'No pulls in the last 3 days'],
  [days(0, 1, 0), '1 pull in the last 3 days, all on 2 November'],
  [days(3, 0, 0), '3 pulls in the last 3 days, all on 1 November'],
  [days(1, 1_200, 3), '1,204 pulls in the last 3 days, at most 1,200 on 2 November'],
])('%j is told in words', (given, words) => {
  expect(describePulls(given, readTexts('en', 'repositoryTools'), 'en')).toBe(words)
})

test('in Japanese', () => {
  expect(describePulls(days(1, 1_200, 3), readTexts('ja', 'repositoryTools'), 'ja')).toBe(
    '過去 3\u00a0日間のプル数は 1,204\u00a0回 (最多は 11月2日の 1,200\u00a0回)',
  )
})
