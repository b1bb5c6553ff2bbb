import { expect, test } from 'vitest'
import { toRequestId } from './request-id.ts'

test.each(['a', '0191-ab.cd_EF', '9'.repeat(128)])('the well-formed id %s is kept', (given) => {
  expect(toRequestId(given, () => 'new')).toBe(given)
})

test.each([undefined, '', ' a', '-a', 'a b', 'a,b', 'a\n', 'ä', '{"a":1}', '9'.repeat(129), ['a', 'b']])(
  'instead of %j there is a new one',
  (given) => {
    expect(toRequestId(given, () => 'new')).toBe('new')
  },
)
