import { expect, test } from 'vitest'
import { toTime } from './document-members.ts'

test.each([
  ['2024-06-01', '2024-06-01T00:00:00.000Z'],
  ['2024-06-01T12:00:00Z', '2024-06-01T12:00:00.000Z'],
  ['2024-06-01T12:00:00.123456789+02:00', '2024-06-01T10:00:00.123Z'],
  ['2024-06-01T12:00:00', '2024-06-01T12:00:00.000Z'],
  ['2024-06-01T12:00:00.123456', '2024-06-01T12:00:00.123Z'],
  ['2024-06-01 12:00:00', '2024-06-01T12:00:00.000Z'],
])('%s is a time, wherever the program runs', (stated, time) => {
  expect(toTime(stated)).toBe(time)
})

test.each([
  '2024-02-30',
  '2024-02-30T12:00:00Z',
  '2024-13-01',
  '2024-06-01x',
  'Sat Jun 1 2024',
  '0001-01-01T00:00:00Z',
  '',
  20240601,
  null,
])('%j is none', (stated) => {
  expect(toTime(stated)).toBeNull()
})
