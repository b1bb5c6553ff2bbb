/** The docs tell the rule that decides, in words of their own message, as it is translated. */
import { expect, test } from 'vitest'
import { GRADE_RULE } from '#lib/vulnerabilities/grade-scan.ts'
import { en } from '#messages/en/texts.ts'
import { ja } from '#messages/ja/texts.ts'

test('the rule of grades in the docs is the one that decides', () => {
  expect(en.docs.inside.grade).toContain(GRADE_RULE)
})

test('a translation of it has the same days', () => {
  const read = (text: string) => [...text.matchAll(/\d{2,}/g)].map(String).toSorted()
  expect(read(ja.docs.inside.grade)).toEqual(read(GRADE_RULE))
})
