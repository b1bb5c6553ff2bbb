/** Guards that every address of a page is led to those of its language, whatever it looks like: what is not is taken for a language itself. */
import { createRequire } from 'node:module'
import { PHASE_PRODUCTION_SERVER } from 'next/constants.js'
import { expect, it } from 'vitest'
import { isPageAddress } from '#lib/addresses/page-addresses.ts'
import { LANGUAGE_HEADER } from '#lib/language/languages.ts'
import toConfig from './next.config.mjs'

/** As Next reads the sources of its rules. */
const { pathToRegexp: toPattern } = createRequire(import.meta.url)('next/dist/compiled/path-to-regexp') as {
  pathToRegexp: (source: string) => RegExp
}

const rewrites = await toConfig(PHASE_PRODUCTION_SERVER).rewrites?.()
const last = rewrites && 'beforeFiles' in rewrites ? rewrites.beforeFiles?.at(-1) : undefined
const leads = toPattern(last?.source ?? '')

it.each([
  ...['/', '/tidewater', '/tidewater/cache/harbor', '/apis/web', '/API/x', '/_next', '/livez/x'],
  ...['/acme.json', '/web-tools.txt', '/a.svg', '/apple-touch-icon.png', '/icon.png', '/.well-known/x'],
  ...['/sitemap.xml/2', '/opengraph-image/fr', '/opengraph-image/ja/x'],
])('%s is led to the pages of its language', (path) => {
  expect(isPageAddress(path)).toBe(true)
  expect(leads.test(path)).toBe(true)
})

it('goes by what the front door says, and leaves alone what is led there already', () => {
  expect(last?.has?.map((one) => one.key)).toEqual([LANGUAGE_HEADER])
  expect(leads.test('/~ja/search')).toBe(false)
})
