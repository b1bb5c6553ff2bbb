import { expect, test } from 'vitest'
import { parseSigningTime } from './parse-signing-time.ts'

const at = new Date('2026-03-01T12:00:00Z')

test.each([
  [{ 'x-amz-date': '20260301T120000Z' }, 'x-amz-date'],
  [{ date: '20260301T120000Z' }, 'date'],
  [{ date: 'Sun, 01 Mar 2026 12:00:00 GMT' }, 'date'],
  [{ 'x-amz-date': '20260301T120000Z', date: 'Mon, 02 Mar 2026 12:00:00 GMT' }, 'x-amz-date'],
])('%j is read from %s', (headers, header) => {
  expect(parseSigningTime(headers)).toEqual({ at, basic: '20260301T120000Z', header })
})

test.each([
  '2026-03-01T12:00:00Z',
  '20260301T120000',
  '20260230T120000Z',
  '20261301T120000Z',
  'Sun, 01 Mar 2026 12:00:00 GMT',
  '20260301T120000Z, 20260301T120000Z',
  '',
])("X-Amz-Date '%s' is refused", (text) => {
  expect(() => parseSigningTime({ 'x-amz-date': text })).toThrow(
    expect.objectContaining({
      code: 'IncompleteSignatureException',
      message: `Date must be in ISO-8601 'basic format'. Got '${text}'.`,
    }),
  )
})

test('a Date that names the wrong weekday is no date', () => {
  expect(() => parseSigningTime({ date: 'Mon, 01 Mar 2026 12:00:00 GMT' })).toThrow('ISO-8601')
})

test('neither header', () => {
  expect(() => parseSigningTime({})).toThrow(
    expect.objectContaining({
      code: 'IncompleteSignatureException',
      message: "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    }),
  )
})
