import { expect, test } from 'vitest'
import { explainOperators } from '#lib/catalog/query/explain-operators.ts'
import { readTexts } from '#lib/language/read-texts.ts'
import { describeNote } from './describe-note.ts'

function say(typed: string, language: 'en' | 'ja' = 'en'): string[] {
  const texts = readTexts(language, 'search')
  return explainOperators(typed, () => false).notes.map((note) => describeNote(note, texts, language))
}

const all =
  'os:, arch:, publisher:, licence:, package:, verified:, signed:, sbom:, source:, updated: and type:'

test.each([
  ['is:official nginx', '“is:” is not a filter.'],
  ['verified:perhaps x', '“verified:” can’t be “perhaps”. It can be yes or no.'],
  ['signed: x', '“signed:” can be yes, no or verified.'],
  ['os: cache', '“os:” needs a value, such as os:linux.'],
  ['-os:linux x', '“-os:linux” leaves out these words; a filter can’t be turned round.'],
  [
    'since:2024-01-01 cache',
    '“since:” is not a filter; “updated:” is one. “updated:” can be day, week, month or year.',
  ],
  ['colour:"dark red" cache', `“colour:” is not a filter. Filters are ${all}.`],
  ['flavour:mint x', `“flavour:” is not a filter, and no repository is named “flavour”. Filters are ${all}.`],
])('%s', (typed, words) => {
  expect(say(typed)).toEqual([words])
})

test('in Japanese', () => {
  expect(say('verified:perhaps x', 'ja')).toEqual([
    '「verified:」に「perhaps」は指定できません。指定できる値は yes、no です。',
  ])
})
