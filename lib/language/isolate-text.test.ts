import { expect, test } from 'vitest'
import { isolateText } from './isolate-text.ts'

test('within a sentence, only a text that is read from the right is held together', () => {
  for (const text of ['', 'grype 0.86.1', '高速なキャッシュ', 'Ångström', '👩‍👩‍👧', 'a\ufeffb']) {
    expect(isolateText(text)).toBe(text)
  }
  for (const text of ['مكتبة 2', 'ספרייה', 'a ه', '𐤀', '\u{1e900}', 'ﷲ']) {
    expect(isolateText(text)).toBe(`\u2068${text}\u2069`)
  }
  // Once is enough.
  expect(isolateText(isolateText('ספרייה'))).toBe('\u2068ספרייה\u2069')
  expect(isolateText('\u2068ה\u2069 1 \u2068ה\u2069')).toBe('\u2068\u2068ה\u2069 1 \u2068ה\u2069\u2069')
})
