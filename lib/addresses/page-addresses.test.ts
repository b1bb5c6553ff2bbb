import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { isPageAddress } from './page-addresses.ts'

const root = join(import.meta.dirname, '../..')

it.each([
  ...['/', '/search', '/docs/publish', '/tidewater', '/tidewater/cache/harbor', '/apis/web', '/api-tools'],
  ...['/en', '/ja/robots.txt', '/icon.svg/a', '/API/x', '/_next', '/__nextjs', '/livez/x'],
  // Publishers may be called so.
  ...['/acme.json', '/web-tools.txt', '/a.svg', '/apple-touch-icon.png', '/humans.txt', '/icon.png'],
  ...['/sitemap.xml/2', '/opengraph-image/fr', '/opengraph-image/ja/x', '/.well-known/x'],
])('%s is a page', (path) => {
  expect(isPageAddress(path)).toBe(true)
})

it.each(['/api/search', '/api', '/_next/static/a.js', '/sitemap.xml', '/opengraph-image/ja'])(
  '%s is none',
  (path) => {
    expect(isPageAddress(path)).toBe(false)
  },
)

it('knows every fixed address that app/ and public/ have', () => {
  const files = readdirSync(join(root, 'public')).filter((name) => !name.startsWith('.'))
  const routes = readdirSync(join(root, 'app'), { recursive: true, withFileTypes: true })
    .filter(({ name, parentPath }) => name === 'route.ts' && !/[[~]/.test(parentPath))
    .map(({ parentPath }) => parentPath.slice(join(root, 'app').length + 1))
  expect(routes.length).toBeGreaterThan(5)
  expect([...files, ...routes].filter((path) => isPageAddress(`/${path}`))).toEqual([])
  for (const [source, path] of [
    ['robots.ts', '/robots.txt'],
    ['apple-icon.png', '/apple-icon.png'],
  ] as const) {
    expect(existsSync(join(root, 'app', source)), source).toBe(true)
    expect(isPageAddress(path), path).toBe(false)
  }
})
