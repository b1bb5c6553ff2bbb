import { expect, test } from 'vitest'
import { readNamedLanguage, toAddressInLanguage } from './address-in-language.ts'

test.each([
  ['/docs', 'en', '/docs'],
  ['/docs', 'ja', '/docs?language=ja'],
  ['/acme/web?tab=tags', 'ja', '/acme/web?tab=tags&language=ja'],
] as const)('%s in %s is %s, and is read so', (path, language, address) => {
  expect(toAddressInLanguage(path, language)).toBe(address)
  expect(readNamedLanguage({ url: `https://gallery.example${address}` })).toBe(language)
})

test.each(['', '?language=', '?language=xx', '?language=JA'])(
  'an address with “%s” is in English',
  (query) => {
    expect(readNamedLanguage({ url: `https://gallery.example/api/feed${query}` })).toBe('en')
  },
)
