import { expect, it } from 'vitest'
import { guessTextLanguage, toTextAttributes } from './guess-text-language.ts'

it.each([
  ['', ''],
  ['A cache for Redis protocols', ''],
  ['Ein schneller Zwischenspeicher', ''],
  ['Redis 互換の高速なキャッシュ', 'ja'],
  ['高速缓存服务器', 'zh'],
  ['高效的資料庫快取，這是它的說明。', 'zh'],
  // Any of the two may write these.
  ['東京', ''],
  ['概要', ''],
  ['画像変換器', ''],
  ['빠른 캐시 서버', 'ko'],
  [`${'a'.repeat(3_000)}あ`, ''],
])('%s is of "%s"', (text, language) => {
  expect(guessTextLanguage(text)).toBe(language)
})

it('a text is read in its own direction, whatever its script', () => {
  expect(toTextAttributes('ذاكرة تخزين مؤقت سريعة')).toEqual({ lang: '', dir: 'auto' })
  expect(toTextAttributes('Redis 互換の高速なキャッシュ')).toEqual({ lang: 'ja', dir: 'auto' })
})
