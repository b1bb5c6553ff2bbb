import { expect, test } from 'vitest'
import { createPagesUnderWay } from './pages-under-way.ts'

test('a page counts as being made for as long as one can take, from its last beginning, and then is forgotten', () => {
  let nowMs = 0
  const pages = createPagesUnderWay(() => nowMs)
  pages.begin(['a', 'b'])
  nowMs = 6_000
  pages.begin(['a'])
  expect([pages.has('a'), pages.has('b'), pages.has('c')]).toEqual([true, true, false])
  nowMs = 11_000
  expect([pages.has('a'), pages.has('b')]).toEqual([true, false])
  nowMs = 17_000
  expect(pages.has('a')).toBe(false)
})
