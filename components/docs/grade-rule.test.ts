/** The docs tell the rule that decides, in words of their own message, as it is translated. */
import { expect, test } from 'vitest'
import type { Language } from '#lib/language/languages.ts'
import { readTexts } from '#lib/language/read-texts.ts'
import { GRADE_RULE } from '#lib/vulnerabilities/grade-scan.ts'

function readRule(language: Language): string {
  const words = readTexts(language, 'docs').rich('inside.grade', { strong: (name) => name })
  return [words].flat().join('')
}

test('the rule of grades in the docs is the one that decides', () => {
  expect(readRule('en')).toContain(GRADE_RULE)
})

test('a translation of it has the same days', () => {
  const readDays = (text: string) => [...text.matchAll(/\d{2,}/g)].map(String)
  expect(readDays(readRule('ja'))).toEqual(readDays(GRADE_RULE))
})
