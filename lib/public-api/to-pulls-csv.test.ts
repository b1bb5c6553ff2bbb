import { expect, test } from 'vitest'
import { toPullsCsv } from './to-pulls-csv.ts'

test('each day has its sum, then its tags, clients and platforms', () => {
  const csv = toPullsCsv({
    total: 9,
    days: [
      { day: '2026-11-27', count: 0 },
      { day: '2026-11-28', count: 4 },
    ],
    tags: [],
    tagDays: [
      { day: '2026-11-28', tag: '', count: 1 },
      { day: '2026-11-28', tag: '2.2', count: 3 },
    ],
    clientDays: [{ day: '2026-11-28', client: 'docker', count: 4 }],
    platformDays: [{ day: '2026-11-28', platform: 'linux/arm/v7', count: 3 }],
  })
  expect(csv).toBe(
    'day,by,value,pulls\r\n2026-11-27,all,,0\r\n2026-11-28,all,,4\r\n2026-11-28,tag,,1\r\n' +
      '2026-11-28,tag,2.2,3\r\n2026-11-28,client,docker,4\r\n2026-11-28,platform,linux/arm/v7,3\r\n',
  )
})

test.each(['=1+1', '+1', '-1/x', '@sum', '\t=1', '\r=1'])('%j begins no formula in a table', (value) => {
  const csv = toPullsCsv({
    total: 1,
    days: [{ day: '2026-11-28', count: 1 }],
    tags: [],
    tagDays: [{ day: '2026-11-28', tag: value, count: 1 }],
    clientDays: [],
    platformDays: [{ day: '2026-11-28', platform: value, count: 1 }],
  })
  expect(readCells(csv).every((cell) => !/^[=+\-@\t\r]/.test(cell))).toBe(true)
  expect(readCells(csv).filter((cell) => cell.endsWith(value))).toHaveLength(2)
})

test('a value of another registry neither ends its cell nor its row', () => {
  const csv = toPullsCsv({
    total: 1,
    days: [{ day: '2026-11-28', count: 1 }],
    tags: [],
    tagDays: [{ day: '2026-11-28', tag: 'a,"b"\r\n2026-11-28,all,,999', count: 1 }],
    clientDays: [],
    platformDays: [],
  })
  expect(csv).toContain('2026-11-28,tag,"a,""b""\r\n2026-11-28,all,,999",1\r\n')
})

/** Cells of a table whose quoted values have no commas. */
function readCells(csv: string): string[] {
  return csv.split(/,|\r\n/).map((cell) => cell.replace(/^"(.*)"$/s, '$1'))
}
