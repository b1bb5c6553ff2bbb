import { expect, test } from 'vitest'
import { toDisplayName } from './to-display-name.ts'

test.each([
  ['', null],
  ['   ', null],
  ['\u200b\u2060', null],
  ['\u0000', null],
  ['\u202e', null],
  ['Acme', 'Acme'],
  ['  Acme\n\tTools ', 'Acme Tools'],
  ['Acme \u202egnp.exe', 'Acme gnp.exe'],
  ['未来工房', '未来工房'],
  ['می‌خواهم', 'می‌خواهم'],
  ['👩‍🚀', '👩‍🚀'],
])('%j is shown as %j', (text, expected) => {
  expect(toDisplayName(text)).toBe(expected)
})
