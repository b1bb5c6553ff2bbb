import { expect, test } from 'vitest'
import { formatBytes } from './format-bytes.ts'

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [14_200, '14.2 kB'],
  [48_216_000, '48.2 MB'],
  [412_000_000, '412 MB'],
  [999_900_000, '1.0 GB'],
])('%i bytes are %s', (bytes, words) => {
  // The unit never stands on a line of its own.
  expect(formatBytes(bytes)).toBe(words.replace(' ', '\u00a0'))
})
