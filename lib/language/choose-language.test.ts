import { expect, it } from 'vitest'
import { chooseLanguage } from './choose-language.ts'

it.each([
  ['', '', 'en'],
  ['', 'ja', 'ja'],
  ['', 'ja-JP', 'ja'],
  ['', 'JA-jp,en;q=0.5', 'ja'],
  ['', 'en-GB,ja;q=0.9', 'en'],
  ['', 'en;q=0.5, ja;q=0.8', 'ja'],
  ['', 'fr-CH, fr;q=0.9, ja;q=0.3', 'ja'],
  ['', 'ja-JP, ja;q=0.9, en;q=0.8', 'ja'],
  ['', 'ja-Jpan-JP', 'ja'],
  ['', 'en-GB, ja', 'en'],
  ['', 'ja-JP, en', 'ja'],
  ['', 'fr, *;q=0.6, ja;q=0.5', 'en'],
  ['', 'fr, *;q=0.5, ja;q=0.6', 'ja'],
  ['', '*;q=0.5, en;q=0', 'ja'],
  ['', 'ja;q=0, *', 'en'],
  ['', 'ja;q=nonsense, en;q=0.1', 'en'],
  ['', 'ja;q=1.5;q=2,,;', 'ja'],
  ['', 'jam, jav;q=0.5', 'en'],
  ['', 'fr, de', 'en'],
  ['', 'ja;q=0', 'en'],
  ['', '*', 'en'],
  ['', ';;;=,,q', 'en'],
  ['', `ja,${'en,'.repeat(1_000)}`, 'en'],
  ['language=ja', 'en', 'ja'],
  ['a=1; language=en; b=2', 'ja', 'en'],
  ['language=xx', 'ja', 'ja'],
  ['language=JA', 'en', 'en'],
  ['language=', 'ja', 'ja'],
  ['languages=ja', 'en', 'en'],
])('cookie "%s" and Accept-Language "%s" mean %s', (cookie, accepted, language) => {
  expect(chooseLanguage('/', { cookie, 'accept-language': accepted })).toBe(language)
})

it.each([
  ['/tidewater/cache?language=ja', 'ja'],
  ['/tidewater/cache?tab=tags&language=ja', 'ja'],
  ['/?language=xx', 'en'],
  ['/?sublanguage=ja', 'en'],
  ['/language=ja', 'en'],
])('the address %s has the last word: %s', (target, language) => {
  expect(chooseLanguage(target, { cookie: 'language=en', 'accept-language': 'en' })).toBe(language)
})
