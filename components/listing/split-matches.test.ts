import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { findExcess } from '../../scripts/measure-cost.ts'
import { splitMatches } from './split-matches.ts'

const marked = (text: string, words: string[]) =>
  splitMatches(text, words)
    .map((part) => (part.matched ? `[${part.text}]` : part.text))
    .join('')

describe('splitMatches', () => {
  it.each<[string, string[], string]>([
    ['Metrics for Redis', ['red'], 'Metrics for [Red]is'],
    ['cache/harbor-redis', ['redis', 'harbor'], 'cache/[harbor]-[redis]'],
    ['stored', ['red'], 'stored'],
    ['a.b*c', ['.*'], 'a.b*c'],
    ['anything', ['', '-', '"'], 'anything'],
    ['Atelier Hélène', ['helene'], 'Atelier [Hélène]'],
    ['Atelier He\u0301le\u0300ne', ['hélè'], 'Atelier [He\u0301le\u0300]ne'],
    ['Straße', ['strasse'], '[Straße]'],
    ['Ｃafé', ['CAFE'], '[Ｃafé]'],
    ['Node.js and nodejs', ['node-js'], '[Node.js] and [nodejs]'],
    ['Node.js', ['nodejs'], '[Node.js]'],
    ['postgres16 for 16', ['16'], 'postgres[16] for [16]'],
    [
      'in memory, but in-memory and in a memory',
      ['in memory'],
      '[in memory], but [in-memory] and in a memory',
    ],
    ['軽量データベース', ['データ'], '軽量[データ]ベース'],
    ['日本の本語', ['日本語'], '[日本]の[本語]'],
    ['red redis', ['redis', 'red'], '[red] [redis]'],
  ])('%s, %j', (text, words, expected) => {
    expect(marked(text, words)).toBe(expected)
  })

  it('never loses or adds a character, whatever is typed', () => {
    const texts = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }))
    fc.assert(
      fc.property(texts, fc.array(texts, { maxLength: 4 }), (text, words) => {
        const joined = splitMatches(text, [...words, text.slice(1, 4)])
          .map((part) => part.text)
          .join('')
        expect(joined).toBe(text)
      }),
      { numRuns: 200 },
    )
  })
})

test.each([
  ['letters', 'a', 'aaaaaaaab'],
  ['letters and joiners', 'a-', 'a.a.a.a.b'],
  ['marks between the words of a phrase', '\u0301', 'a \u0301 \u0301 \u0301 \u0301 \u0301 z'],
  ['spaces between the words of a phrase', ' ', 'a a a a a a z'],
  ['words of a phrase', 'a ', `${'a '.repeat(30)}z`],
  ['characters without spaces', '日', '日日日日本'],
])('%s cost as much as the text is long', (_, part, phrase) => {
  const run = (text: string) => splitMatches(text, [phrase, `${phrase}b`, phrase.toUpperCase()])
  const toInput = (length: number) => `a${part.repeat(length / part.length)}!`
  expect(findExcess({ maxLength: 4_096, toInput, run })).toBeNull()
})
