import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitMatches } from './split-matches.ts'

const marked = (text: string, query: string) =>
  splitMatches(text, [query])
    .map((part) => (part.matched ? `[${part.text}]` : part.text))
    .join('')

describe('splitMatches', () => {
  it.each([
    ['Metrics for Redis', 'red', 'Metrics for [Red]is'],
    ['cache/harbor-redis', 'redis harbor', 'cache/[harbor]-[redis]'],
    ['Atelier Hélène', 'helene', 'Atelier Hélène'.replace('Hélène', '[Hélène]')],
    ['stored', 'red', 'stored'],
    ['a.b*c', '.*', 'a.b*c'],
    ['anything', '', 'anything'],
  ])('marks the words of a search at the beginning of words: %s, %s', (text, query, expected) => {
    expect(marked(text, query)).toBe(expected)
  })

  it('never loses or adds a character, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, query) => {
        const joined = splitMatches(text, [query])
          .map((part) => part.text)
          .join('')
        expect(joined).toBe(text)
      }),
    )
  })
})
