import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseSearchParams, toSearchParams } from '#lib/addresses/search-params.ts'
import { typedText } from '#lib/addresses/search-routes.ts'
import { toPlainText } from './to-plain-text.ts'

it.each([
  '',
  'searchTerm=postgres',
  'searchTerm=data+base',
  'tab=tags&sort=size',
  'searchTerm=a/b&page=2&sort=name',
])('%s needs no more than this', (query) => {
  const params = new URLSearchParams(query)
  expect(toPlainText(params)).toBe(typedText(params))
})

it.each(['searchTerm=os:linux', 'searchTerm="a b"', 'searchTerm=a++b', 'verified=verified', 'types=chart'])(
  '%s is for the whole reader',
  (query) => {
    expect(toPlainText(new URLSearchParams(query))).toBeNull()
  },
)

it('what is plain is what the whole reader says', () => {
  const pieces = fc.constantFrom('a', 'é', '東', '7', ' ', '-', '.', '/', '_', ':', '"', 'os', '\n', '　')
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const params = new URLSearchParams({ searchTerm: parts.join('') })
      const plain = toPlainText(params)
      if (plain !== null) expect(plain).toBe(typedText(params))
    }),
  )
})

it('every filter that an address may have is known', () => {
  const query = parseSearchParams({
    verified: 'verified',
    operatingSystems: 'Linux',
    architectures: 'ARM',
    popularRegistries: 'a',
    types: 'chart',
    licences: 'MIT',
    vouched: 'signed',
    packages: 'zlib',
    updated: 'day',
  })
  for (const [name, value] of toSearchParams(query))
    expect(toPlainText(new URLSearchParams({ [name]: value })), name).toBeNull()
})
