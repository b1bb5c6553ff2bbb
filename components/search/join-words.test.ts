import { expect, test } from 'vitest'
import { joinWords, listWordParts } from './join-words.ts'

test('the last word has its conjunction, without a comma, in the language of the page', () => {
  expect(joinWords(['yes', 'no'], 'or', 'en')).toBe('yes or no')
  expect(joinWords(['day', 'week', 'year'], 'or', 'en')).toBe('day, week or year')
  expect(joinWords(['os:', 'arch:', 'type:'], 'and', 'en')).toBe('os:, arch: and type:')
  expect(joinWords(['os:', 'arch:', 'type:'], 'and', 'ja')).toBe('os:、arch:、type:')
  expect(joinWords(['yes', 'no'], 'or', 'ja')).toBe('yes、no')
})

test('words are told from what stands between them', () => {
  expect(listWordParts(['one', 'two'], 'en')).toEqual([
    { isWord: true, text: 'one' },
    { isWord: false, text: ' and ' },
    { isWord: true, text: 'two' },
  ])
})
