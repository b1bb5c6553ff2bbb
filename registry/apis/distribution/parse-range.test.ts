import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseContentRange, parseRange } from './parse-range.ts'

const position = fc.nat({ max: 300 })

test('a range names the same bytes as slice does, or none at all', () => {
  fc.assert(
    fc.property(position, fc.option(position), fc.option(position), (size, first, last) => {
      const range = parseRange(`bytes=${first ?? ''}-${last ?? ''}`, size)
      const bytes = Buffer.from(Array.from({ length: size }, (_, at) => at % 256))
      const expected =
        first === null
          ? bytes.subarray(Math.max(0, size - (last ?? 0)))
          : bytes.subarray(first, last === null ? size : last + 1)
      if (range === null) {
        expect({ first, last }).toEqual({ first: null, last: null })
      } else if (range === 'unsatisfiable') {
        expect(expected).toHaveLength(0)
      } else {
        expect(range.end).toBeGreaterThan(range.start)
        expect(bytes.subarray(range.start, range.end)).toEqual(expected)
      }
    }),
  )
})

test('whatever a header says, a range lies within the content', () => {
  const header = fc.oneof(fc.string(), fc.stringMatching(/^bytes=[0-9,-]{0,40}$/))
  fc.assert(
    fc.property(header, position, (text, size) => {
      const range = parseRange(text, size)
      if (range === null || range === 'unsatisfiable') return
      expect(0 <= range.start && range.start < range.end && range.end <= size).toBe(true)
    }),
  )
})

test('the place of a chunk is read in every usual form, and nothing else is', () => {
  fc.assert(
    fc.property(position, position, fc.constantFrom('', 'bytes ', 'bytes='), (start, length, unit) => {
      const place = parseContentRange(`${unit}${start}-${start + length}`)
      expect(place).toEqual({ start, end: start + length + 1 })
      expect(parseContentRange(`${unit}${start + length + 1}-${start}`)).toBeNull()
    }),
  )
  fc.assert(
    fc.property(fc.string(), (text) => {
      const place = parseContentRange(text)
      if (place !== null) expect(text).toMatch(/\d-\d/)
    }),
  )
})
