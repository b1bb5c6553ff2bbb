import { expect, test } from 'vitest'
import { readMessages } from '#lib/language/read-messages.ts'
import { toTexts } from '#lib/language/texts.ts'
import { SETTING_NAMES, type SettingName } from '#lib/oci/compare-images.ts'
import { NAMED_LINES } from '#lib/pages/tags/named-lines.ts'
import { sayLine } from './say-line.ts'

const english = readMessages('en', ['tags', 'compare'])
const japanese = readMessages('ja', ['tags'])

test('a line that no version names is said in words, one of versions stays as it is', () => {
  expect(sayLine(NAMED_LINES.other, toTexts('ja', japanese, 'tags'))).toBe('その他のタグ')
  expect(sayLine('py3.12', toTexts('ja', japanese, 'tags'))).toBe('py3.12')
})

test('in English, pages call things as the API does', () => {
  const tags = toTexts('en', english, 'tags')
  expect(Object.values(NAMED_LINES).map((line) => sayLine(line, tags))).toEqual(Object.values(NAMED_LINES))
  const compare = toTexts('en', english, 'compare')
  const settings = Object.keys(SETTING_NAMES) as SettingName[]
  expect(settings.map((name) => compare(`settings.names.${name}`))).toEqual(Object.values(SETTING_NAMES))
})
