import { expect, test } from 'vitest'
import { toUtcTime } from './utc-time.ts'

test.each([
  ['2027-01-31', '2027-01-31T00:00:00.000Z'],
  ['2028-02-29', '2028-02-29T00:00:00.000Z'],
  ['2027-01-31T12:00:00Z', '2027-01-31T12:00:00.000Z'],
  ['2027-01-31t12:00:00.123456789z', '2027-01-31T12:00:00.123Z'],
  ['2027-01-31T00:30:00+01:00', '2027-01-30T23:30:00.000Z'],
])('%s is a time', (stated, expected) => {
  expect(toUtcTime(stated)).toBe(expected)
})

test.each([
  ...['', 'soon', '2027', '2027-1-1', '2027-02-30', '2027-13-01', '2027-00-10', '2027-01-31T12:00:00'],
  ...[
    '2027-01-31T24:00:00Z',
    '2027-01-31T12:00:60Z',
    '9999-12-31',
    '0001-01-01',
    '+2027-01-31',
    ' 2027-01-31',
  ],
  ...['2027-01-31\n', '31/01/2027', '2027-01-31T12:00:00+25:00', '\u202e2027-01-31', '２０２７-01-31'],
])('%j is none', (stated) => {
  expect(toUtcTime(stated)).toBeNull()
})

test.each([null, undefined, 20270131, {}, new Date()])('what is no text is none', (stated) => {
  expect(toUtcTime(stated)).toBeNull()
})
