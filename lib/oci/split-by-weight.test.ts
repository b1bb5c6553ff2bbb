import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countFitting, shareRoom, splitByWeight, takePage } from './split-by-weight.ts'

const weights = fc.array(fc.nat(300), { maxLength: 60 })

test('pages hold each row once, in order, within both bounds; a row that is too heavy has a page of its own', () => {
  fc.assert(
    fc.property(weights, (rows) => {
      const starts = splitByWeight(rows, { maxRows: 7, room: 200 })
      const pages = starts.map((_, at) => takePage(rows, starts, at + 1))
      expect(pages.flat()).toEqual(rows)
      for (const page of pages) {
        expect(page.length).toBeLessThanOrEqual(7)
        if (page.length > 1) expect(page.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(200)
        if (rows.length > 0) expect(page.length).toBeGreaterThan(0)
      }
      expect(takePage(rows, starts, starts.length + 1)).toEqual([])
    }),
  )
})

test('light rows stand in pages of one size, and no rows are one page', () => {
  expect(splitByWeight(Array(250).fill(1), { maxRows: 100, room: 1_000 })).toEqual([0, 100, 200])
  expect(splitByWeight([], { maxRows: 100, room: 1_000 })).toEqual([0])
})

test('room is shared so that who needs little has it all, and nothing is given twice', () => {
  expect(shareRoom([10, 500, 500], 100)).toEqual([10, 45, 45])
  expect(shareRoom([10, 20], 100)).toEqual([10, 20])
  expect(shareRoom([], 100)).toEqual([])
  fc.assert(
    fc.property(weights, fc.nat(2_000), (needs, room) => {
      const shares = shareRoom(needs, room)
      expect(shares.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(room + 0.001)
      for (const [at, need] of needs.entries()) expect(shares[at]).toBeLessThanOrEqual(need)
    }),
  )
})

test('of rows that do not all fit the first are shown, one at least', () => {
  expect(countFitting([10, 10, 10], 20)).toBe(2)
  expect(countFitting([10, 10], 20)).toBe(2)
  expect(countFitting([100], 20)).toBe(1)
  expect(countFitting([], 20)).toBe(0)
})
