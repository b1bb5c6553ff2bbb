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
