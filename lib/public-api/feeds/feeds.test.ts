import { array, assert, constantFrom, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answerFeed } from './answer-feed.ts'
import type { Feed } from './feed.ts'
import { fitsPattern } from './fits-pattern.ts'
import { toAtom } from './to-atom.ts'
import { toJsonFeed } from './to-json-feed.ts'

const feed: Feed = {
  language: 'en',
  title: 'acme/<web>',
  description: { text: 'A & B \u0000', language: 'en' },
  path: '/acme/web?tab=tags',
  feedPath: '/api/feed/acme/web',
  entries: [
    {
      id: '1.0@sha256:aa',
      title: 'acme/web:1.0',
      path: '/acme/web?digest=sha256:aa',
      updatedAt: '2026-03-01T12:00:00.500Z',
      summary: { text: '1.0 is "sha256:aa" ]]> <script>', language: '' },
      author: 'Acme',
    },
  ],
}

test('Atom has what it must have, and nothing of a text ends an element', () => {
  const xml = toAtom(feed, 'https://gallery.example')
  expect(xml).toContain('<updated>2026-03-01T12:00:00.500Z</updated>')
  expect(xml).toContain('<id>https://gallery.example/acme/web?digest=sha256:aa#1.0%40sha256%3Aaa</id>')
  expect(xml).not.toMatch(/<script|<web>|&(?!#\d+;)/)
  expect(xml).toContain('<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">')
  // What a publisher wrote is in no language that is known.
  expect(xml).toContain('<content type="text" xml:lang="">')
  expect(xml).not.toContain('\0')
  expect(toAtom({ ...feed, entries: [] }, '')).toContain('<updated>1970-01-01T00:00:00.000Z</updated>')
})

test('a JSON Feed is the same in its words', () => {
  const json = JSON.parse(toJsonFeed(feed, 'https://gallery.example'))
  expect(json).toMatchObject({
    version: 'https://jsonfeed.org/version/1.1',
    feed_url: 'https://gallery.example/api/feed/acme/web?format=json',
    items: [
      {
        url: 'https://gallery.example/acme/web?digest=sha256:aa',
        content_text: feed.entries[0]?.summary.text,
      },
    ],
  })
})

describe('who has read it', () => {
  const ask = (headers: Record<string, string> = {}, make = async (): Promise<Feed | null> => feed) =>
    answerFeed(new Request('http://gallery/api/feed/acme/web', { headers }), make)

  test('is told that nothing has changed, by its entity tag or by the date', async () => {
    const { headers } = await ask()
    const tag = headers.get('etag') ?? ''
    const date = headers.get('last-modified') ?? ''
    for (const known of [
      { 'if-none-match': tag },
      { 'if-none-match': `"other", W/${tag}` },
      { 'if-none-match': '*' },
      { 'if-modified-since': date },
    ]) {
      const answer = await ask(known)
      expect([answer.status, await answer.text(), answer.headers.get('etag')]).toEqual([304, '', tag])
    }
  })

  test('gets it when it has', async () => {
    const { headers } = await ask()
    const date = headers.get('last-modified') ?? ''
    for (const known of [
      { 'if-none-match': '"other"', 'if-modified-since': date },
      { 'if-modified-since': 'Sun, 01 Feb 2026 00:00:00 GMT' },
      { 'if-modified-since': 'no date' },
    ]) {
      expect((await ask(known)).status).toBe(200)
    }
  })

  test('is told what is not there, and what cannot be read now', async () => {
    expect((await ask({}, async () => null)).status).toBe(404)
    expect((await ask({}, () => Promise.reject(new Error('away')))).status).toBe(503)
  })
})

describe('a pattern of tags', () => {
  test.each([
    ['2.1.0', '2.1.0', true],
    ['2.1.0', '2.*', true],
    ['12.1.0', '2.*', false],
    ['2.1.0-alpine', '*-alpine', true],
    ['2.1.0-alpine', '2.*-alpine', true],
    ['2.-alpine', '2.*.-alpine', false],
    ['aba', 'ab*ba', false],
    ['abba', 'ab*ba', true],
    ['anything', '*', true],
    ['a', '', false],
  ])('%s, %s: %s', (tag, pattern, fits) => expect(fitsPattern(tag, pattern)).toBe(fits))

  test('means what the same regular expression does', () => {
    const text = array(constantFrom('a', 'b', '.'), { maxLength: 8 }).map((all) => all.join(''))
    const pattern = array(constantFrom('a', 'b', '.', '*'), { maxLength: 8 }).map((all) => all.join(''))
    assert(
      property(text, pattern, (tag, asked) => {
        const expression = new RegExp(`^${asked.replaceAll('.', '[.]').replaceAll('*', '.*')}$`)
        expect(fitsPattern(tag, asked)).toBe(expression.test(tag))
      }),
    )
  })
})
