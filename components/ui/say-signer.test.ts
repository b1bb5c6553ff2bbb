import { expect, test } from 'vitest'
import { readTexts } from '#lib/language/read-texts.ts'
import { saySigner } from './say-signer.ts'

test.each([
  ['Acme’s key', 'Acme’s key', 'Acme の鍵'],
  ['ci@acme.example', 'ci@acme.example', 'ci@acme.example'],
])('%s', (by, english, japanese) => {
  expect(saySigner(by, readTexts('en', 'ui'))).toBe(english)
  expect(saySigner(by, readTexts('ja', 'ui'))).toBe(japanese)
})
