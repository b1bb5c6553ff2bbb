import fc from 'fast-check'
import { expect, test } from 'vitest'
import { selectPart } from './select-part.ts'

test('any part is that of the sorted whole, whatever is equal', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 6 })), { maxLength: 60 }),
      fc.nat(60),
      fc.nat(60),
      fc.boolean(),
      (given, from, length, isFar) => {
        // Places beyond 512 are found in another way than those before.
        const before = isFar ? Array.from({ length: 600 }, (): [number, number] => [9, 1]) : []
        const all = [...before, ...given]
        const keys = Float64Array.from(all, ([key]) => key)
        const ranks = Uint32Array.from(all, ([, rank]) => rank)
        const compare = (a: number, b: number) =>
          (keys[b] ?? 0) - (keys[a] ?? 0) || (ranks[a] ?? 0) - (ranks[b] ?? 0) || a - b
        const items = Uint32Array.from(all.keys())
        const start = from + before.length
        const part = selectPart(items, start, start + length, {
          keys,
          ranks,
          isBefore: (a, b) => compare(a, b) < 0,
        })
        expect([...part]).toEqual([...all.keys()].sort(compare).slice(start, start + length))
      },
    ),
    { numRuns: 1000 },
  )
})
