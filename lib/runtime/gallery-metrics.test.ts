/** Guards that a page counts under a kind from a closed list, whatever strangers ask for. */
import { assert, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { toPageTemplate } from './gallery-metrics.ts'

test.each([
  ['/', '/'],
  ['/?a=b', '/'],
  ['/search?searchTerm=x', '/search'],
  ['/_next/static/x.js', '/_next/static'],
  ['/_next/image?url=x', '/_next'],
  ['/api/tags/a/b', '/api/tags'],
  ['/api/nothing', 'other'],
  ['/tidewater', '/{alias}'],
  ['/tidewater/cache/harbor?tab=tags', '/{alias}/{repository}'],
  ['/wp-login.php', 'other'],
])('%s counts as %s', (url, template) => expect(toPageTemplate(url)).toBe(template))

test('no text makes a kind of its own', () => {
  const kinds = new Set<string>()
  assert(
    property(string(), (text) => {
      for (const begin of ['', '/', '/a/', '/api/', '/_next/']) kinds.add(toPageTemplate(begin + text))
    }),
  )
  expect(kinds.size).toBeLessThan(30)
})
