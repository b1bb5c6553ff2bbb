import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toLinkTarget, toShownText } from './untrusted-text.ts'

test('text is bounded and cannot turn the text around it', () => {
  expect(toShownText('plain\ttext\n')).toBe('plain\ttext\n')
  expect(toShownText('a\u202egpj.exe\0')).toBe('a\ufffdgpj.exe\ufffd')
  expect(toShownText('x'.repeat(5_000))).toHaveLength(2_001)
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(toShownText(text, 10).length).toBeLessThanOrEqual(11)
      expect(toShownText(text).isWellFormed()).toBe(true)
    }),
  )
})

test('what cannot be seen at all is shown as something', () => {
  expect(toShownText('\u200b\u200b')).toBe('\ufffd\ufffd')
  expect(toShownText('\u3164 \u2800')).toBe('\ufffd \ufffd')
  expect(toShownText('\u{e0041}\u{e007f}')).toBe('\ufffd\ufffd')
  // Within a word, and in an emoji, they have their place.
  for (const text of ['', ' ', '👩‍👩‍👧', '🏴\u{e0067}\u{e007f}', 'می‌خواهم', 'a\u00adb', '☁️']) {
    expect(toShownText(text)).toBe(text)
  }
})

test.each([
  ['https://example.org/a?b#c', 'https://example.org/a?b#c'],
  ['HTTP://example.org', 'http://example.org/'],
  ['javascript:alert(1)', null],
  ['data:text/html,x', null],
  ['//example.org', null],
  ['see https://example.org', null],
  ['https://user:password@example.org', null],
  ['https://[bad', null],
])('%s leads to %s', (text, target) => {
  expect(toLinkTarget(text)).toBe(target)
})
