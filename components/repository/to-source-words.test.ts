import { expect, test } from 'vitest'
import { toSourceWords } from './to-source-words.ts'

test.each([
  ['https://code.example/tidewater/harbor', 'tidewater/harbor'],
  ['https://code.example/tidewater/harbor.git', 'tidewater/harbor'],
  ['https://code.example/tidewater/harbor/tree/main/images', 'tidewater/harbor'],
  ['https://harbor.example/', 'harbor.example'],
  ['https://harbor.example/source', 'harbor.example'],
  [`https://code.example/${'a'.repeat(60)}/b`, `${'a'.repeat(39)}…`],
  ['no address', null],
])('%s is shown as %s', (url, words) => {
  expect(toSourceWords(url)).toBe(words)
})
