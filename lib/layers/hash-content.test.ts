import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { createContentHash } from './hash-content.ts'

test.each([
  ['nothing', []],
  ['one piece', ['abc']],
  ['several pieces', ['ab', 'c', 'def']],
])('the summary of a content is that of its bytes: %s', (_, pieces) => {
  const whole = pieces.join('')
  const hash = createContentHash(whole.length)
  for (const piece of pieces) hash.update(Buffer.from(piece))
  expect(hash.finish()).toBe(createHash('sha256').update(whole).digest('hex').slice(0, 16))
})
