import { expect, test } from 'vitest'
import { readTexts } from '#lib/language/read-texts.ts'
import { groupByDay } from './group-by-day.ts'

test.each([
  ['en', ['Today 2', 'Yesterday 1', '1 Mar 2026 1']],
  ['ja', ['今日 2', '昨日 1', '2026年3月1日 1']],
] as const)(
  'in %s, neighbours of one day stand together, under words for the last two days and dates for others',
  (language, groups) => {
    const items = [
      '2026-03-10T09:00:00Z',
      '2026-03-10T00:00:00Z',
      '2026-03-09T23:59:00Z',
      '2026-03-01T01:00:00Z',
    ]
    expect(
      groupByDay(
        items.map((updatedAt) => ({ updatedAt })),
        Date.parse('2026-03-10T12:00:00Z'),
        readTexts(language, 'home'),
        language,
      ).map(({ day, entries }) => `${day} ${entries.length}`),
    ).toEqual(groups)
  },
)
