/** Pages tell the rule that decides, in words of their own message, as it is translated. */
import { expect, test } from 'vitest'
import { readTexts } from '#lib/language/read-texts.ts'
import { GRADE_RULE } from '#lib/vulnerabilities/grade-scan.ts'

test('the rule of grades that pages tell is the one that decides', () => {
  expect(readTexts('en', 'contents')('grade.rule')).toBe(GRADE_RULE)
})

test('a translation of it has the same days', () => {
  const readDays = (text: string) => [...text.matchAll(/\d{2,}/g)].map(String)
  expect(readDays(readTexts('ja', 'contents')('grade.rule'))).toEqual(readDays(GRADE_RULE))
})
