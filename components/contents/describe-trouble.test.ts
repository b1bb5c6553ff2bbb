import { expect, test } from 'vitest'
import { readTexts } from '#lib/language/read-texts.ts'
import { describeTrouble } from './describe-trouble.ts'

test('why there may be more files is said with what was exceeded, in each language', () => {
  const texts = readTexts('en', 'contents')
  expect(describeTrouble({ kind: 'damaged', detail: 'checksum failure' }, texts)).toBe(
    'The layer is damaged: checksum failure.',
  )
  expect(describeTrouble({ kind: 'damaged', detail: 'checksum failure' }, readTexts('ja', 'contents'))).toBe(
    'レイヤーが破損しています (チェックサムの不一致)。',
  )
  const many = { kind: 'layers-with-many-entries', shown: 4, bound: 400_000 } as const
  expect(describeTrouble(many, texts)).toBe(
    'Only the lowest 4 layers are shown: all of them have more than 400000 entries.',
  )
  expect(describeTrouble(many, readTexts('ja', 'contents'))).toBe(
    '下位の 4 レイヤーだけを表示しています。全レイヤーの項目数の合計が 400000 を超えています。',
  )
})
