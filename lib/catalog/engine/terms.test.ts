import { describe, expect, test } from 'vitest'
import {
  compareTerms,
  createTermWriter,
  findBeginning,
  findTerm,
  hasSameStart,
  readStart,
  readTerm,
} from './terms.ts'

/** Of one, two and three bytes, of two code units, and half of such a character, as a word that is cut off may end with. */
const words = [
  'a',
  'ab',
  'abc',
  'b',
  'bé',
  'é',
  'éa',
  'ü',
  '日本',
  '日',
  '\uff21',
  '😀',
  '😀a',
  '\ud83d',
  '\uffee',
  ':1.2',
  '1',
].sort()

function write(list: readonly string[]) {
  const writer = createTermWriter()
  for (const word of list) writer.add(word)
  return writer.finish()
}

const terms = write(words)

test('terms are read as they were written', () => {
  expect(words.map((_, at) => readTerm(terms, at))).toEqual(words)
})

test('a term is found by its number, and nothing else is', () => {
  expect(words.map((word) => findTerm(terms, word))).toEqual([...words.keys()])
  for (const other of ['', '0', 'aa', 'abcd', 'zz', '日本語', '\uffff'])
    expect(findTerm(terms, other)).toBe(-1)
  expect(findTerm(write([]), 'a')).toBe(-1)
})

test('the order is that of strings, whatever their characters are', () => {
  for (const [a, word] of words.entries()) {
    for (const [b, other] of words.entries()) {
      const expected = word === other ? 0 : word < other ? -1 : 1
      expect(Math.sign(compareTerms(terms, a, terms, b)), `${word} and ${other}`).toBe(expected)
    }
  }
})

describe('what begins alike', () => {
  test.each(['', 'a', 'ab', 'abc', 'abcd', 'b', 'é', '日', '😀', '\ud83d', 'x', '\uffff'])(
    '%j',
    (beginning) => {
      const [from, to] = findBeginning(terms, beginning)
      expect(words.slice(from, to)).toEqual(words.filter((word) => word.startsWith(beginning)))
    },
  )

  test('is told by the first code units', () => {
    for (const [a, word] of words.entries()) {
      expect(readStart(terms, a, 2)).toBe(word.slice(0, 2))
      for (const [b, other] of words.entries()) {
        expect(hasSameStart(terms, a, b, 1), `${word} and ${other}`).toBe(
          word.slice(0, 1) === other.slice(0, 1),
        )
      }
    }
  })
})

test('terms are copied from one list to another', () => {
  const writer = createTermWriter({ count: 1, byteCount: 1 })
  for (const at of words.keys()) writer.copy(terms, at)
  expect(writer.finish()).toEqual(terms)
})
