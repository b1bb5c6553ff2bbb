/** Guards that a refusal speaks the language of who reads it, and English to programs. */
import { expect, test } from 'vitest'
import { toRefusal } from './refusal-page.ts'

test('a document is in the language of its reader', () => {
  const { status, headers, body } = toRefusal({ kind: 'method', allow: 'GET, HEAD' }, '/acme', 'ja')
  expect([status, headers.allow, headers['content-language']]).toEqual([405, 'GET, HEAD', 'ja'])
  expect(body).toContain('<html lang="ja">')
  expect(body).toContain('このアドレスが受け付けるのは GET と HEAD リクエストだけです。')
  const english = toRefusal({ kind: 'method', allow: 'GET, HEAD' }, '/acme', 'en')
  expect(english.body).toContain('This address takes GET and HEAD requests, and nothing else.')
})

test('a name may look like a message', () => {
  const { body } = toRefusal({ kind: 'missing', path: '/{name}<b>' }, '/acme', 'ja')
  expect(body).toContain('<h1>/{name}&#60;b&#62; には何も公開されていません</h1>')
})

test('programs have English whatever they accept', () => {
  const { headers, body } = toRefusal({ kind: 'malformed' }, '/api/search?%', 'ja')
  expect(headers['content-language']).toBeUndefined()
  expect(JSON.parse(body).message).toMatch(/^This address cannot be read\. /)
})

test('the API of the original gallery has its own form, which pages of other sites can read', () => {
  const { status, headers, body } = toRefusal(
    { kind: 'method', allow: 'POST, OPTIONS' },
    '/describeImageTags?a',
    'ja',
  )
  expect([status, headers.allow, headers['access-control-allow-origin']]).toEqual([405, 'POST, OPTIONS', '*'])
  expect(JSON.parse(body)).toEqual({
    __type: 'InvalidParameterException',
    message: 'Pages can only be read. This address takes POST and OPTIONS requests, and nothing else.',
  })
})
