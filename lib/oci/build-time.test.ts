import { expect, test } from 'vitest'
import { toBuildTime } from './build-time.ts'

test.each([
  '0001-01-01T00:00:00Z',
  '1970-01-01T00:00:00Z',
  '1970-01-01T00:00:01Z',
  '1979-12-31T23:00:00Z',
  '1980-01-01T00:00:01Z',
  '2000-01-01T00:00:00Z',
  '2024-01-01T00:00:00Z',
  '+010000-01-01T00:00:00Z',
  'yesterday',
  '',
  null,
  5,
])('%j says nothing about when an image was built', (stated) => {
  expect(toBuildTime(stated)).toBeNull()
})

test.each([
  ['2024-11-12T00:00:00Z', '2024-11-12T00:00:00.000Z'],
  ['2026-11-20T11:00:00.123456789+01:00', '2026-11-20T10:00:00.123Z'],
  ['2099-05-01T00:00:00Z', '2099-05-01T00:00:00.000Z'],
])('%s is a date', (stated, time) => {
  expect(toBuildTime(stated)).toBe(time)
})
