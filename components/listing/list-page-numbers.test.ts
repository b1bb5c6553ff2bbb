import { expect, it } from 'vitest'
import { listPageNumbers } from './list-page-numbers.ts'

it.each([
  [1, 1, [1]],
  [1, 3, [1, 2, 3]],
  [5, 9, [1, null, 4, 5, 6, null, 9]],
  [3, 9, [1, 2, 3, 4, null, 9]],
  [9, 9, [1, null, 8, 9]],
  [4, 5, [1, 2, 3, 4, 5]],
])('offers the pages around page %i of %i, and never a gap of one page', (page, pageCount, expected) => {
  expect(listPageNumbers(page, pageCount)).toEqual(expected)
})
