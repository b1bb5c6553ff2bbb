/** Guards what the gallery takes as a request at all, and that everything else gets a status of its own. */
import { assert, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkRequest, type GuardedRequest } from './check-request.ts'

const context = { hosts: ['localhost:5050'], isRouterState: (text: string) => text === 'good' }

function check(target: string, more: Partial<GuardedRequest> = {}) {
  return checkRequest({ method: 'GET', target, host: 'localhost', routerState: undefined, ...more }, context)
}

describe('checkRequest', () => {
  test.each([
    '/',
    '/search?searchTerm=%',
    '/acme/web',
    '/a%20b',
    '/_next/static/x.js',
    '/api/tags/a/b?filter=%zz',
  ])('lets %s pass as it is', (target) => expect(check(target)).toEqual({ kind: 'pass', target }))

  test('takes an absolute address as the path in it, and bytes of UTF-8 as escapes', () => {
    expect(check('http://localhost/acme?a=b')).toEqual({ kind: 'pass', target: '/acme?a=b' })
    expect(check('http://localhost')).toEqual({ kind: 'pass', target: '/' })
    expect(check('/caf\u00c3\u00a9')).toEqual({ kind: 'pass', target: '/caf%C3%A9' })
  })

  test.each([
    '/%',
    '/%2',
    '/acme/%zz',
    '/%E0%A4%A',
    '/%ff',
    '/%C0%AE',
    '/\u00ff',
    '*',
    '',
    'x',
    'http://%/',
    '/a#b',
  ])('calls %s malformed', (target) => expect(check(target)).toEqual({ kind: 'malformed' }))

  test.each(['a b', '[', 'a,b', 'http://x/', '%'])('calls the host %s malformed', (host) => {
    expect(check('/', { host })).toEqual({ kind: 'malformed' })
  })

  test('calls a router state malformed that Next cannot read', () => {
    expect(check('/', { routerState: 'good' }).kind).toBe('pass')
    expect(check('/', { routerState: 'bad' }).kind).toBe('malformed')
  })

  test.each([
    '/acme/web%0a',
    '/%0d',
    '/%00',
    '/a%C2%85',
    '/acme/web%E2%80%A8',
    '/acme/web%e2%80%a9',
    '/a/..',
    '/a/%2e%2e/b',
    '/a%5c..',
    '/_global-error',
  ])('says that nothing is at %s', (target) => expect(check(target).kind).toBe('missing'))

  test('has nothing at an address of endless length', () => {
    expect(check(`/${'a'.repeat(100_000)}`).kind).toBe('missing')
  })

  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'])('takes no %s', (method) => {
    const refused = { kind: 'method', allow: 'GET, HEAD' }
    for (const target of ['/', '/nowhere', '*', '/%', '/api/search']) {
      expect(check(target, { method })).toEqual(refused)
    }
  })

  test('takes a POST where the gallery speaks to itself', () => {
    expect(check('/api/internal/revalidate', { method: 'POST' }).kind).toBe('pass')
  })

  test('takes a POST where the original gallery does, and no more', () => {
    const takes = (path: string, method: string) => check(path, { method })
    expect(takes('/describeImageTags', 'POST').kind).toBe('pass')
    expect(takes('/describeImageTags?a=b', 'OPTIONS').kind).toBe('pass')
    expect(takes('/describeImageTags', 'GET')).toEqual({ kind: 'method', allow: 'POST, OPTIONS' })
    expect(takes('/describeImageTags/more', 'POST').kind).toBe('method')
    expect(takes('/describeimagetags', 'POST').kind).toBe('method')
  })

  test('what passes has a path that can be decoded, whatever was sent', () => {
    assert(
      property(string({ unit: 'binary' }), (text) => {
        const verdict = check(`/${Buffer.from(text).toString('latin1')}`)
        if (verdict.kind === 'pass') decodeURIComponent(verdict.target.split('?')[0] ?? '')
      }),
    )
  })
})
