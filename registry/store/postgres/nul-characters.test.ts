import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeText, encodeJson, encodeText } from './nul-characters.ts'

const texts = fc
  .array(fc.constantFrom('\u0000', '\u{10ffff}', '0', '1', 'u0000', '\\', '\\u0000', 'ü', '"'))
  .map((parts) => parts.join(''))

test('every text comes back as it was, and has no U+0000 while it is stored', () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(encodeText(text)).not.toContain('\u0000')
      expect(decodeText(encodeText(text))).toBe(text)
    }),
  )
})

test('texts of a JSON document are stored as they would be by themselves', () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(JSON.parse(encodeJson(JSON.stringify([{ text }])))).toEqual([{ text: encodeText(text) }])
    }),
  )
})
