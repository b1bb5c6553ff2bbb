import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readTexts } from '#lib/language/read-texts.ts'

const font = readFileSync(new URL('./picture-fonts/noto-sans-jp-bold.otf', import.meta.url))

it('the font of the picture has every character of the Japanese sentence', () => {
  const known = listCharacters(font)
  expect(known.has('あ')).toBe(true)
  expect(known.has('鬱')).toBe(false)
  expect([...readTexts('ja', 'site')('slogan')].filter((character) => !known.has(character))).toEqual([])
})

/** Out of the table of characters, in its format 4 (https://learn.microsoft.com/typography/opentype/spec/cmap). */
function listCharacters(bytes: Buffer): Set<string> {
  const tables = Array.from({ length: bytes.readUInt16BE(4) }, (_, index) => 12 + index * 16)
  const record = tables.find((at) => bytes.toString('latin1', at, at + 4) === 'cmap')
  if (record === undefined) throw new Error('The font has no table of characters.')
  const cmap = bytes.readUInt32BE(record + 8)
  const subtables = Array.from({ length: bytes.readUInt16BE(cmap + 2) }, (_, index) =>
    bytes.readUInt32BE(cmap + 8 + index * 8),
  )
  const start = subtables.map((offset) => cmap + offset).find((at) => bytes.readUInt16BE(at) === 4)
  if (start === undefined) throw new Error('The font has no table of format 4.')
  const segments = bytes.readUInt16BE(start + 6) / 2
  const found = new Set<string>()
  for (let segment = 0; segment < segments; segment++) {
    const last = bytes.readUInt16BE(start + 14 + segment * 2)
    const first = bytes.readUInt16BE(start + 16 + segments * 2 + segment * 2)
    for (let code = first; code <= last && code < 0xffff; code++) found.add(String.fromCodePoint(code))
  }
  return found
}
