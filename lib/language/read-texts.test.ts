import { expect, it } from 'vitest'
import { LANGUAGES } from './languages.ts'
import { readTexts } from './read-texts.ts'

it('a name that is written from the right turns nothing round that stands beside it', () => {
  for (const language of LANGUAGES) {
    const texts = readTexts(language, 'contents')
    for (const author of ['דוד', 'مريم', '𞤀𞤣𞤤𞤢𞤥']) {
      const words = texts('vulnerabilities.statedBy', { author, date: '2026/11/30' })
      expect(words.startsWith(`\u2068${author}\u2069`), words).toBe(true)
    }
    const plain = texts('vulnerabilities.statedBy', { author: '緑工房 Acme', date: '2026/11/30' })
    expect(plain).not.toMatch(/[\u2066-\u2069]/)
  }
})
