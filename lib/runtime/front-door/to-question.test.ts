/** Guards that no request has an answer that was made for one which Next would answer otherwise. */
import { getBotType } from 'next/dist/shared/lib/router/utils/is-bot.js'
import { describe, expect, test } from 'vitest'
import { toQuestion } from './to-question.ts'

const browser = {
  host: 'gallery.example',
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0',
  accept: 'text/html',
  'accept-encoding': 'gzip, deflate, br',
  'accept-language': 'de',
  'sec-fetch-mode': 'navigate',
  cookie: 'theme=dark',
}
const ask = (target: string, headers: Record<string, string> = {}, method = 'GET') =>
  toQuestion({ method, target, headers: { ...browser, ...headers } }, getBotType)

describe('toQuestion', () => {
  test.each(['/', '/search', '/search?searchTerm=%F0%9F%90%8B&page=2', '/publishers?page=3'])(
    'knows %s',
    (target) => {
      expect(ask(target)).toContain(target)
    },
  )

  test.each([
    '/tidewater',
    '/api/search?searchTerm=a',
    '/searches',
    '/status',
    '//search',
    '/docs',
    '/search/',
  ])('leaves %s to Next', (target) => expect(ask(target)).toBeNull())

  test.each(['HEAD', 'POST'])('leaves %s to Next', (method) => expect(ask('/search', {}, method)).toBeNull())

  test.each([
    'rsc',
    'next-router-state-tree',
    'next-router-prefetch',
    'next-router-segment-prefetch',
    'next-url',
    'next-action',
    'next-hmr-refresh',
    'x-nextjs-data',
    'x-middleware-subrequest',
    'x-invoke-status',
    'x-matched-path',
    'x-now-route-matches',
    'x-prerender-revalidate',
    // Next takes a nonce for its scripts out of these.
    'content-security-policy',
    'content-security-policy-report-only',
    'range',
    'if-none-match',
    'authorization',
    'content-length',
    'x-anything',
  ])('leaves a request with %s to Next', (name) => expect(ask('/search', { [name]: '1' })).toBeNull())

  test('leaves a preview to Next', () => {
    expect(ask('/search', { cookie: 'a=b; __prerender_bypass=1' })).toBeNull()
    expect(ask('/search', { cookie: '__next_preview_data=1' })).toBeNull()
  })

  test('tells apart what has other bytes: encodings, and crawlers that get their metadata otherwise', () => {
    const agents = [browser['user-agent'], 'Twitterbot/1.0', 'Mozilla/5.0 (compatible; Googlebot/2.1)']
    const asked = [
      ...agents.map((agent) => ask('/search', { 'user-agent': agent })),
      ask('/search', { 'accept-encoding': 'identity' }),
      ask('/search?page=2'),
    ]
    expect(new Set(asked).size).toBe(asked.length)
    expect(asked).not.toContain(null)
    expect(ask('/search', { 'accept-language': 'en', 'sec-fetch-mode': 'cors' })).toBe(ask('/search'))
  })

  test('leaves what is endless to Next', () => {
    expect(ask(`/search?searchTerm=${'a'.repeat(3_000)}`)).toBeNull()
    expect(ask('/search', { 'accept-encoding': 'gzip'.repeat(100) })).toBeNull()
  })
})
