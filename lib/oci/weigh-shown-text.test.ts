import { expect, test } from 'vitest'
import { toShownText } from './untrusted-text.ts'
import { weighShownText } from './weigh-shown-text.ts'

/** As a page has it, once as HTML and once within a text of its data. */
function toPageBytes(text: string): number {
  const html = text.replace(/[&"'<>]/g, (one) => `&#${one.charCodeAt(0)};`)
  const data = JSON.stringify(JSON.stringify(text))
    .slice(3, -3)
    .replace(/[<>&\u2028\u2029]/g, '\\u003c')
  return Buffer.byteLength(html) + Buffer.byteLength(data)
}

test.each(['name', 'Straße', '語', '\u{20bb7}', '<script>', '&"\'', '\u0007', '\u202e'])('%s', (text) => {
  const shown = toShownText(text.repeat(200), 400)
  // An ellipsis comes to what is cut.
  expect(weighShownText(text.repeat(200), 400) + 6).toBeGreaterThanOrEqual(toPageBytes(shown))
})

test('it is never less than what the page has, whatever the characters', () => {
  const units = Array.from({ length: 65_536 }, (_, code) => `a${String.fromCharCode(code)}b`)
  expect(units.filter((text) => weighShownText(text, 40) < toPageBytes(toShownText(text, 40)))).toEqual([])
})
