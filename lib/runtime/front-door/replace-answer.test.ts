/**
 * Guards that a page that failed is one that can be read without a script, that a person is told in words why a download is refused, and
 * that every other answer leaves as it was made.
 */
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { expect, test } from 'vitest'
import type { Language } from '#lib/language/languages.ts'
import { explainRefusedDownload, replaceFailedPage } from './replace-answer.ts'

const empty = '<!DOCTYPE html><html id="__next_error__"><body></body></html>'

async function ask(listener: RequestListener, method = 'GET', language: Language = 'en') {
  const server = createServer((request, response) => {
    response.setHeader('x-request-id', 'of-this-request')
    replaceFailedPage(response, request.method === 'HEAD', () => language)
    listener(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/x`, { method })
  const text = await answer.text()
  server.close()
  return { answer, text }
}

test.each<[string, RequestListener]>([
  [
    'in one piece',
    (_, response) => {
      response.statusCode = 500
      response.setHeader('content-type', 'text/html; charset=utf-8')
      response.end(empty)
    },
  ],
  [
    'in pieces, each waited for',
    (_, response) => {
      response.statusCode = 500
      response.setHeader('content-type', 'text/html')
      response.setHeader('cache-control', 's-maxage=60')
      response.setHeader('etag', '"of the failed page"')
      response.write('<!DOCTYPE html>', () => response.end(empty))
    },
  ],
  [
    'compressed',
    async (_, response) => {
      response.statusCode = 500
      response.setHeader('content-type', 'text/html')
      response.setHeader('content-encoding', 'gzip')
      response.writeHead(500)
      response.write(await promisify(gzip)(empty))
      response.end()
    },
  ],
])('a page that failed, %s, has its words in the document', async (_name, listener) => {
  const { answer, text } = await ask(listener)
  expect(answer.status).toBe(500)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(answer.headers.get('etag')).toBeNull()
  expect(answer.headers.get('x-request-id')).toBe('of-this-request')
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(text).toContain('<html lang="en">')
  expect(text).toContain('<h1>This page failed to load</h1>')
  expect(text).toContain('<a href="">Try again</a>')
  expect(text).not.toContain('__next_error__')
})

test('it is in the language of the page', async () => {
  const { answer, text } = await ask(
    (_, response) => {
      response.statusCode = 500
      response.setHeader('content-type', 'text/html')
      response.end(empty)
    },
    'GET',
    'ja',
  )
  expect(answer.headers.get('content-language')).toBe('ja')
  expect(text).toContain('<html lang="ja">')
  expect(text).toContain('<h1>ページを表示できませんでした</h1>')
})

test('HEAD has the headers alone', async () => {
  const { answer, text } = await ask((_, response) => {
    response.statusCode = 500
    response.setHeader('content-type', 'text/html')
    response.end()
  }, 'HEAD')
  expect([answer.status, text]).toEqual([500, ''])
  expect(Number(answer.headers.get('content-length'))).toBeGreaterThan(500)
})

test.each([
  [200, 'text/html', 'a page'],
  [404, 'text/html', 'no page'],
  [500, 'application/json', '{"message":"for programs"}'],
  [500, 'text/x-component', 'for the router'],
])('%i of %s leaves as it was made', async (status, type, body) => {
  const { answer, text } = await ask((_, response) => {
    response.statusCode = status
    response.setHeader('content-type', type)
    response.end(body)
  })
  expect([answer.status, answer.headers.get('content-type'), text]).toEqual([status, type, body])
  expect(answer.headers.get('content-length')).toBe(String(body.length))
})

async function download(
  path: string,
  listener: RequestListener,
  { accept = 'text/html,application/xhtml+xml,*/*;q=0.8', language = 'en' as Language, method = 'GET' } = {},
) {
  const server = createServer((request, response) => {
    explainRefusedDownload(request, response, () => language)
    listener(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers: { accept } })
  const text = await answer.text()
  server.close()
  return { answer, text }
}

const refuse =
  (status: number, headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end('{"message":"for programs"}')

test.each([
  ['/api/file/tidewater/tools?layer=1&path=x', 404, 'There is nothing to download here'],
  ['/api/document/tidewater/tools?digest=x', 404, 'There is nothing to download here'],
  ['/api/feed?searchTerm=x', 503, 'This cannot be read right now'],
  ['/api/feed/tidewater/gone', 404, 'There is nothing to download here'],
  ['/api/pulls-csv/tidewater/tools', 502, 'This cannot be read right now'],
  ['/api/compare/tidewater/tools?from=1', 400, 'There is nothing to download here'],
  ['/api/file/tidewater/tools', 429, 'Too many downloads'],
])('%s that is refused with %i says so to a person', async (path, status, title) => {
  const { answer, text } = await download(path, refuse(status, { 'retry-after': '3' }))
  expect(answer.status).toBe(status)
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(answer.headers.get('retry-after')).toBe('3')
  expect(text).toContain(`<h1>${title}</h1>`)
  expect(text).not.toContain('for programs')
  const inJapanese = await download(path, refuse(status), { language: 'ja' })
  expect(inJapanese.answer.headers.get('content-language')).toBe('ja')
  expect(inJapanese.text).not.toContain(title)
})

test('a person reads it where the answer sets its headers one by one, and HEAD has the headers alone', async () => {
  const busy: RequestListener = (_, response) => {
    response.statusCode = 503
    response.setHeader('retry-after', '3')
    response.setHeader('content-type', 'application/json')
    response.end('{"message":"for programs"}')
  }
  const { answer, text } = await download('/api/file/tidewater/tools', busy)
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '3'])
  expect(text).toContain('<h1>This cannot be read right now</h1>')
  const head = await download('/api/file/tidewater/tools', busy, { method: 'HEAD' })
  expect([head.answer.status, head.text]).toEqual([503, ''])
  expect(head.answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
})

test('what is no request for a download leaves as it was made', async () => {
  const { answer } = await download('/api/file/tidewater/tools', refuse(405, { allow: 'GET, HEAD' }), {
    method: 'POST',
  })
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
})

test.each([
  ['a program', '/api/file/tidewater/tools', 404, '*/*'],
  ['a program that takes HTML, too', '/api/file/tidewater/tools', 404, 'text/html, image/gif, */*; q=.2'],
  ['a browser that asks for data', '/api/tags/tidewater/tools', 404, 'text/html,application/xhtml+xml'],
  ['a browser that is given the file', '/api/file/tidewater/tools', 200, 'text/html,application/xhtml+xml'],
])('%s has the answer as it was made', async (_name, path, status, accept) => {
  const { answer, text } = await download(path, refuse(status), { accept })
  expect([answer.status, answer.headers.get('content-type'), text]).toEqual([
    status,
    'application/json',
    '{"message":"for programs"}',
  ])
})
