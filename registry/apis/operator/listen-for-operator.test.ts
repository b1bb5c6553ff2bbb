import { expect, test } from 'vitest'
import { toSocketPath } from './listen-for-operator.ts'

test('a long path is opened from where the program runs, and one that is too long has no socket', () => {
  expect(toSocketPath('/data')).toBe('/data/operator.sock')
  const long = `/${'d'.repeat(120)}`
  expect(toSocketPath(`${long}/data`, long)).toBe('data/operator.sock')
  expect(toSocketPath(`${long}/data`, '/')).toBeNull()
})
