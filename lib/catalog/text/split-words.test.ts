import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normalizeText } from './normalize-text.ts'
import { joinParts, listCompounds } from './split-words.ts'

test.each([
  ['ASCII in lower case', 'Redis HTTP', 'redis http'],
  ['accents of Latin and Greek letters', 'Café ÅNGSTRÖM Ὀδυσσεύς', 'cafe angstrom οδυσσευσ'],
  ['letters that are no others with an accent', 'Straße Øre Łódź Æther ıi', 'strasse ore lodz aether ii'],
  ['other widths and ligatures', 'ＮＧＩＮＸ ﬁle ㎏', 'nginx file kg'],
  ['marks of other scripts stay', 'ガ が йогурт', 'ガ が йогурт'],
  ['half-width Japanese', 'ｶﾞ', 'ガ'],
  ['a capital dotted I', 'İstanbul', 'istanbul'],
])('%s', (_, text, expected) => {
  expect(normalizeText(text)).toBe(expected)
})

test.each([
  ['redis', [['redis']]],
  ['node.js', [['node', 'js']]],
  [
    'node-js node_js',
    [
      ['node', 'js'],
      ['node', 'js'],
    ],
  ],
  ['nodejs', [['nodejs']]],
  ['postgres15', [['postgres', '15']]],
  ['k8s', [['k', '8', 's']]],
  ['x86-64', [['x', '86', '64']]],
  ['acme/web:1.2@sha', [['acme', 'web'].slice(0, 1), ['web'], ['1', '2'], ['sha']]],
  ['-leading- ..dots.. a--b', [['leading'], ['dots'], ['a'], ['b']]],
  ['3.12', [['3', '12']]],
  ['日本語', [['日本', '本語']]],
  ['語', [['語']]],
  ['日本nginx', [['日本'], ['nginx']]],
  ['데이터', [['데이', '이터']]],
  ['𠮷野家', [['𠮷野', '野家']]],
  ['🚀 rocket', [['rocket']]],
  ['"quoted" (word) *', [['quoted'], ['word']]],
  ['a1b2c3d4e5f6', [['a1b2c3d4e5f6']]],
  ['', []],
])('%s has these parts', (text, expected) => {
  expect(listCompounds(text).map(({ parts }) => parts)).toEqual(expected)
})

test.each([
  ['node.js', 'nodejs'],
  ['postgres-15', 'postgres15'],
  ['x86_64', 'x86.64'],
  ['3.12', '3.12'],
  ['1-2-3', '1.2.3'],
  ['k8s', 'k8s'],
])('%s joined is %s', (text, expected) => {
  const [compound] = listCompounds(text)
  expect(compound && joinParts(compound)).toBe(expected)
})

test('whatever the text, it is taken apart, twice normalised is once normalised, and every letter is in some part', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      const once = normalizeText(text)
      expect(normalizeText(once)).toBe(once)
      const parts = listCompounds(once).flatMap((compound) => compound.parts)
      expect(parts.every((part) => part !== '' && once.includes(part))).toBe(true)
    }),
    { numRuns: 500 },
  )
})
