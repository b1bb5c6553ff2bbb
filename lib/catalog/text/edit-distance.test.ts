import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mayBeNear, measureDistance, toSignature } from './edit-distance.ts'

test.each([
  ['nginx', 'nginx', 0],
  ['ngnix', 'nginx', 1],
  ['nginz', 'nginx', 1],
  ['ngin', 'nginx', 1],
  ['nnginx', 'nginx', 1],
  ['kuberentes', 'kubernetes', 1],
  ['kubernates', 'kubernetes', 1],
  ['elastcsaerch', 'elasticsearch', 2],
  ['postgers', 'postgres', 1],
  ['ca', 'abc', 3],
  ['', 'ab', 2],
])('from %s to %s it is %i', (a, b, expected) => {
  expect(measureDistance(a, b, 3)).toBe(expected)
  expect(measureDistance(b, a, 3)).toBe(expected)
})

/** The same by the definition. */
function measureSlowly(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, line) =>
    Array.from({ length: b.length + 1 }, (_, column) => (line === 0 ? column : column === 0 ? line : 0)),
  )
  const at = (line: number, column: number) => table[line]?.[column] ?? 0
  for (let line = 1; line <= a.length; line += 1) {
    for (let column = 1; column <= b.length; column += 1) {
      let distance = Math.min(
        at(line - 1, column) + 1,
        at(line, column - 1) + 1,
        at(line - 1, column - 1) + Number(a[line - 1] !== b[column - 1]),
      )
      if (line > 1 && column > 1 && a[line - 1] === b[column - 2] && a[line - 2] === b[column - 1]) {
        distance = Math.min(distance, at(line - 2, column - 2) + 1)
      }
      ;(table[line] ?? [])[column] = distance
    }
  }
  return at(a.length, b.length)
}

test('the distance is that of the definition up to the limit, and what is near never fails the first look', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd', 'z', '1'), maxLength: 9 })
  fc.assert(
    fc.property(word, word, fc.integer({ min: 1, max: 3 }), (a, b, limit) => {
      const distance = measureSlowly(a, b)
      expect(measureDistance(a, b, limit)).toBe(Math.min(distance, limit + 1))
      if (distance <= limit) expect(mayBeNear(toSignature(a), toSignature(b), limit)).toBe(true)
    }),
    { numRuns: 3000 },
  )
})

test('very long words are far from everything', () => {
  expect(measureDistance('a'.repeat(500), 'a'.repeat(500), 2)).toBe(3)
})
