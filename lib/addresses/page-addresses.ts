/**
 * Which addresses are pages, which there are in each language, and which are the same for everyone: the API, what browsers and
 * machines ask for at fixed addresses, and what Next keeps for itself.
 */
import { DEFAULT_LANGUAGE, LANGUAGES } from '#lib/language/languages.ts'

/** What lies in them is answered by routes of the API, and by Next. */
const folders = /^\/(?:api(?:\/|$)|_next\/)/

/** In `app/` and `public/`, and no others: whatever else looks like a file may be a publisher, whose alias may have a dot in it. */
const files = new Set([
  ...['/openapi.json', '/opensearch.xml', '/sitemap.xml', '/robots.txt', '/manifest.webmanifest'],
  ...['/.well-known/security.txt', '/apple-icon.png', '/icon.svg', '/favicon.ico', '/livez', '/readyz'],
  '/opengraph-image',
  ...LANGUAGES.filter((one) => one !== DEFAULT_LANGUAGE).map((one) => `/opengraph-image/${one}`),
])

/**
 * @param path as it stands in the request line, without the query
 * @example isPageAddress('/tidewater/cache/harbor') // true
 */
export function isPageAddress(path: string): boolean {
  return !folders.test(path) && !files.has(path)
}
