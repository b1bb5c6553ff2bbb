import { expect, it } from 'vitest'
import { toSentenceGap } from './sentence-gap.ts'

it('a sentence follows another after a space in English, and without one in Japanese', () => {
  expect([toSentenceGap('en'), toSentenceGap('ja')]).toEqual([' ', ''])
})
