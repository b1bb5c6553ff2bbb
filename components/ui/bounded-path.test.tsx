import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { BoundedPath } from './bounded-path.tsx'
import { weighPath } from './weigh-path.ts'

const toMarkup = (text: string) => renderToStaticMarkup(<BoundedPath text={text} />)

/** With `|` where a line may break, beside spaces and the hyphens of long parts. */
const toBreaks = (text: string) =>
  toMarkup(text)
    .replaceAll('<wbr/>', '|')
    .replaceAll(/<[^>]*>/g, '')
    .replace(/\|+$/, '')

test.each([
  ['tidewater/cache-harbor', 'tidewater/|cache-harbor'],
  ['helm pull oci://host/chart', 'helm pull oci:/|/|host/|chart'],
  [
    'application/vnd.dev.cosign.artifact.sig.v1+json',
    'application/|vnd.|dev.|cosign.|artifact.|sig.|v1+|json',
  ],
])('%s breaks between its parts', (text, breaks) => {
  expect(toBreaks(text)).toBe(breaks)
})

test.each([
  'localhost:5050/a/b@sha256:0123',
  'application/vnd.cncf.model.weight.v1.raw',
  'a  b // c',
  '...................................',
  '/'.repeat(500),
  ' @'.repeat(500),
  `${'a.'.repeat(500)}b`,
])('%s is the same text when it is copied', (text) => {
  expect(toMarkup(text).replaceAll(/<[^>]*>/g, '')).toBe(text)
})

test.each([
  '/'.repeat(2_000),
  'a/'.repeat(1_000),
  ' @'.repeat(1_000),
  '.+:'.repeat(700),
  `${'x'.repeat(30)}.`.repeat(60),
])('no text is many times as heavy as it is long: %#', (text) => {
  expect(toMarkup(text).length).toBeLessThan(text.length + 100)
})

test.each([
  '',
  'tidewater/cache-harbor',
  'application/vnd.dev.cosign.artifact.sig.v1+json',
  'https://git.example.com/acme/app/.ci/workflows/release.yml@refs/tags/v1.0.0',
  'a/'.repeat(32),
  'a/'.repeat(33),
  '&/'.repeat(33),
])('%s weighs no less than its markup', (text) => {
  expect(weighPath(text)).toBeGreaterThanOrEqual(toMarkup(text).length)
})
