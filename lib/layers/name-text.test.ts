import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toNameText } from './name-text.ts'

test.each<[string, string, string]>([
  ['UTF-8', Buffer.from('café/日本').toString('latin1'), 'café/日本'],
  ['UTF-8 with what stands for lost bytes', Buffer.from('a\ufffd').toString('latin1'), 'a\ufffd'],
  ['a backslash', 'dev-disk-by\\x2dlabel', 'dev-disk-by\\x2dlabel'],
  ['Latin-1', 'caf\xe9', 'caf\\xe9'],
  ['EUC-JP', 'doc/\xc6\xfc\xcb\xdc', 'doc/\\xc6\\xfc\\xcb\\xdc'],
  ['a backslash in a name that is no UTF-8', '\\xe9\xff', '\\\\xe9\\xff'],
  ['a folder with a backslash, and a file that is no UTF-8', 'a\\b/\xff', 'a\\b/\\xff'],
  ['a character that is cut', 'a\xe6\x97', 'a\\xe6\\x97'],
  ['half a pair, and a longer form than there is', '\xed\xa0\x80\xc0\xaf', '\\xed\\xa0\\x80\\xc0\\xaf'],
  ['characters around a byte', '\xc3\xa9\xffz', 'é\\xffz'],
])('%s', (_, bytes, text) => {
  expect(toNameText(Buffer.from(bytes, 'latin1'))).toBe(text)
})

test('names of other bytes that are no UTF-8 are other texts', () => {
  const name = fc
    .array(fc.constantFrom(0x5c, 0x78, 0x65, 0x39, 0xe9, 0xc3, 0xa9, 0xff), { minLength: 1, maxLength: 6 })
    .map((bytes) => Buffer.from([...bytes, 0xff]))
  fc.assert(
    fc.property(name, name, (one, other) => {
      expect(toNameText(one) === toNameText(other)).toBe(one.equals(other))
    }),
  )
})
